import { UserError } from '../errors.js';

/** What a name or a tag can say about a counter. */
export const PARTS = ['service', 'level', 'host', 'version'] as const;
export type Part = (typeof PARTS)[number];

/** What the parts of a name say; null for a name that does not fit. */
export type Template = (name: string) => Partial<Readonly<Record<Part, string>>> | null;

const PLACES = /(?<![A-Za-z])(SERVICE|LEVEL|HOST|VERSION)(?![A-Za-z])|\*/g;

/**
 * Makes a template such as `SERVICE.logs.LEVEL` ready: a place in capitals stands for one part of a name between dots, SERVICE for one or
 * more, `*` for one that says nothing, everything else for itself.
 * @throws UserError for a place that is there twice.
 */
export function compileTemplate(template: string): Template {
  const seen = new Set<string>();
  let pattern = '';
  let at = 0;
  for (const { 0: place, index } of template.matchAll(PLACES)) {
    if (place !== '*' && seen.has(place)) {
      throw new UserError(`--template ${template} has ${place} twice`, 'Name each part once; * stands for any other.');
    }
    seen.add(place);
    pattern += escaped(template.slice(at, index)) + patternOf(place);
    at = index + place.length;
  }
  const whole = new RegExp(`^${pattern}${escaped(template.slice(at))}$`);
  return (name) => {
    const groups = whole.exec(name)?.groups;
    if (groups === undefined) return whole.test(name) ? {} : null;
    return groups;
  };
}

function patternOf(place: string): string {
  if (place === '*') return '[^.]+';
  // One place may span dots, and only one: so that matching takes no more steps than the name is long.
  return `(?<${place.toLowerCase()}>${place === 'SERVICE' ? '[^.]+(?:\\.[^.]+)*?' : '[^.]+?'})`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
