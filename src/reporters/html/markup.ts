import { clipped } from '../../core/text/cut.js';
import { safeLines, safeText } from '../safe-text.js';

/** Longer texts are cut: nobody reads them, and a report must stay small enough to be sent around. */
const MOST_INLINE = 2000;
const MOST_BLOCK = 20_000;

/** Text that is HTML already. Only this file makes it, so that nothing else can slip through unescaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: markup as it is, and text and numbers, which are made inert. */
export type Part = Markup | string | number | null | false | readonly Part[];

/**
 * A template whose values cannot become markup: text is spelled out where a browser would obey it instead of showing it (control
 * characters, bidi overrides, lone surrogates), cut where it is endless, and escaped, for elements and quoted attributes alike.
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.reduce((text, literal, index) => text + render(parts[index - 1] ?? null) + literal));
}

/** Text of several lines, for an element that keeps them. */
export function block(text: string, mostCharacters = MOST_BLOCK): Markup {
  return new Markup(escaped(safeLines(clipped(text, mostCharacters))));
}

/** Our own text for an element that holds no markup, such as a script: the caller answers for it. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** JSON that can stand in a script element: nothing in it can end the element. */
export function json(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escapedUnit));
}

function render(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(safeText(clipped(part, MOST_INLINE), true));
  return part.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

function escapedUnit(character: string): string {
  return String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0');
}
