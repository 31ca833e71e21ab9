import { between, hex, type Chance } from '../../../src/demo/chance.js';

const INSTANT_MS = { least: 1_700_000_000_000, most: 1_800_000_000_000 };

const time = (chance: Chance): string => new Date(between(chance, INSTANT_MS.least, INSTANT_MS.most)).toISOString();

/** Frames of another build each time. */
const stack = (message: string, chance: Chance): string =>
  [
    message,
    ...Array.from(
      { length: between(chance, 1, 4) },
      () => `at pay${hex(chance, 3)} (/app/pay.js:${between(chance, 1, 900)}:7)`,
    ),
  ].join('\n    ');

const firstLine = (body: string): string => body.split('\n')[0] ?? '';

/** How an application may write a message into its log: bodies hold all that it writes. */
export const FORMS: Readonly<Record<string, (body: string, chance: Chance) => string>> = {
  'the message': (body) => body,
  log4j: (body, chance) =>
    `${time(chance).replace('T', ' ')} ERROR [http-nio-8080-exec-${between(chance, 1, 200)}] c.s.p.PayService - ${body}`,
  logfmt: (body, chance) =>
    `ts=${time(chance)} level=error msg=${JSON.stringify(firstLine(body))} order=${between(chance, 1, 1e6)} took=${between(chance, 1, 900)}ms`,
  'JSON with a stack': (body, chance) =>
    JSON.stringify({
      level: 50,
      time: time(chance),
      hostname: `web-${between(chance, 1, 7)}`,
      err: { type: 'Error', message: firstLine(body), stack: stack(firstLine(body), chance) },
      trace_id: hex(chance, 32),
    }),
  'Python with a traceback': (body, chance) =>
    `[${time(chance)}] [${between(chance, 1, 9999)}] [ERROR] ${firstLine(body)}\nTraceback (most recent call last):\n  File "/app/pay${hex(chance, 3)}.py", line ${between(chance, 1, 500)}, in run\nValueError: bad`,
};
