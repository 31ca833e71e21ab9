import type { MoiraTrigger } from '../../src/dashboards/alerts/moira.js';
import { plainMedian } from '../../src/core/statistics/median.js';

type Values = readonly (number | null)[];

/**
 * Our own evaluation of a trigger over series of one step, as Moira's checker does it with carbonapi's functions: targets are
 * parsed, not pattern-matched; the state is that of the newest instant at which every target has a value, and `ttl_state` when
 * that instant is further back than `ttl`. `movingMedian` over a time takes the points up to and with the present one.
 */
export function evaluateTrigger(
  trigger: MoiraTrigger,
  series: Readonly<Record<string, Values>>,
  stepSeconds: number,
): string {
  const length = Math.max(...Object.values(series).map((values) => values.length));
  const padded = Object.fromEntries(
    Object.entries(series).map(([name, values]) => [name, Array.from({ length }, (_, at) => values[at] ?? null)]),
  );
  const targets = trigger.targets.map((target) => {
    const found = evaluate(parse(target), padded, stepSeconds);
    if (found.length !== 1) throw new Error(`a target of ${found.length} series`);
    return found[0]!;
  });
  for (let at = length - 1; at >= 0 && (length - 1 - at) * stepSeconds < trigger.ttl; at -= 1) {
    const [t1, t2] = [targets[0]![at], targets[1]![at]];
    if (typeof t1 === 'number' && typeof t2 === 'number') return stateOf(trigger.expression, { t1, t2 });
  }
  return trigger.ttl_state;
}

/** `t1 > t2 && t1 >= 3 ? ERROR : OK`, in the order in which govaluate binds it. */
function stateOf(expression: string, values: Readonly<Record<string, number>>): string {
  const [, condition = '', yes = '', no = ''] = /^(.+) \? (\w+) : (\w+)$/.exec(expression) ?? [];
  const holds = condition.split(' && ').every((comparison) => {
    const [left = '', operator, right = ''] = comparison.split(' ');
    const [a, b] = [values[left] ?? Number(left), values[right] ?? Number(right)];
    if (operator === '>') return a > b;
    if (operator === '>=') return a >= b;
    throw new Error(`no operator ${operator}`);
  });
  return holds ? yes : no;
}

type Node =
  | { readonly call: string; readonly args: readonly Node[] }
  | { readonly pattern: string }
  | { readonly text: string }
  | { readonly number: number };

function parse(target: string): Node {
  let at = 0;
  const node = (): Node => {
    const quoted = /^'([^']*)'/.exec(target.slice(at));
    if (quoted !== null) {
      at += quoted[0].length;
      return { text: quoted[1]! };
    }
    const number = /^-?\d+(\.\d+)?(?=[,)])/.exec(target.slice(at));
    if (number !== null) {
      at += number[0].length;
      return { number: Number(number[0]) };
    }
    const [word = ''] = /^(?:[^(),{}]|\{[^}]*\})+/.exec(target.slice(at)) ?? [];
    if (word === '') throw new Error(`nothing at ${at} of ${target}`);
    at += word.length;
    if (target[at] !== '(') return { pattern: word };
    const args: Node[] = [];
    do {
      at += 1;
      args.push(node());
    } while (target[at] === ',');
    if (target[at] !== ')') throw new Error(`no end at ${at} of ${target}`);
    at += 1;
    return { call: word, args };
  };
  const whole = node();
  if (at !== target.length) throw new Error(`more behind ${at} of ${target}`);
  return whole;
}

function evaluate(node: Node, series: Readonly<Record<string, Values>>, stepSeconds: number): readonly Values[] {
  if ('pattern' in node) {
    const alternatives = node.pattern
      .replaceAll('.', '[.]')
      .replaceAll('*', '[^.]*')
      .replaceAll(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`);
    return Object.entries(series)
      .filter(([name]) => new RegExp(`^${alternatives}$`).test(name))
      .map(([, values]) => values);
  }
  if (!('call' in node)) throw new Error('a constant is no series');
  const [first, second] = node.args;
  switch (node.call) {
    case 'sumSeries': {
      const all = node.args.flatMap((arg) => evaluate(arg, series, stepSeconds));
      const sum = all[0]!.map((_, at) => {
        const known = all.map((values) => values[at]).filter((value) => typeof value === 'number');
        return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
      });
      return [sum];
    }
    case 'scale': {
      if (second === undefined || !('number' in second)) throw new Error('scale takes a number');
      return evaluate(first!, series, stepSeconds).map((values) =>
        values.map((value) => (value === null ? null : value * second.number)),
      );
    }
    case 'movingMedian': {
      const [, amount, unit] = (second !== undefined && 'text' in second && /^(\d+)(min|s)$/.exec(second.text)) || [];
      const points = (Number(amount) * (unit === 'min' ? 60 : 1)) / stepSeconds;
      return evaluate(first!, series, stepSeconds).map((values) =>
        values.map((_, at) => {
          const known = values.slice(Math.max(0, at - points + 1), at + 1).filter((value) => value !== null);
          return at < points - 1 || known.length === 0 ? null : plainMedian(known);
        }),
      );
    }
    default:
      throw new Error(`no function ${node.call}`);
  }
}
