import { expect, test } from 'vitest';
import { hooksSchema } from '../../../src/config/file/hooks.js';
import { readHooks } from '../../../src/config/hooks.js';
import { settingsOfFlags, type RawFlags } from '../../../src/config/settings.js';

function read(file: unknown, flags: RawFlags = {}) {
  return readHooks(hooksSchema.parse(file), settingsOfFlags(flags));
}

test('a program with its arguments, a shell line, a time-out and retries', () => {
  const file = {
    onRollback: [{ run: ['./rollback.sh', 'a b'], timeout: '90s', retries: 2 }, { shell: 'tell "$X" && rest' }],
    onError: [{ run: ['./tell.sh'] }],
  };
  expect(read(file, { hookTimeout: '10s' })).toEqual([
    { on: 'rollback', command: { argv: ['./rollback.sh', 'a b'] }, timeoutMs: 90_000, retries: 2 },
    { on: 'rollback', command: { shell: 'tell "$X" && rest' }, timeoutMs: 10_000, retries: 0 },
    { on: 'error', command: { argv: ['./tell.sh'] }, timeoutMs: 10_000, retries: 0 },
  ]);
});

test('--hook-retries is for hooks of flags, and for those of the file that say nothing else', () => {
  const file = { onPass: [{ run: ['a'], retries: 0 }, { run: ['b'] }] };
  expect(read(file, { hookRetries: '3', onRollback: ['c'] }).map(({ on, retries }) => [on, retries])).toEqual([
    ['rollback', 3],
    ['pass', 0],
    ['pass', 3],
  ]);
});

test.for(['-1', '1.5', '11', 'often', ''])('--hook-retries %j is refused', (hookRetries) => {
  expect(() => read({}, { hookRetries })).toThrow(/^--hook-retries ".*" is not a number of tries/);
});

test("a flag replaces the file's hooks for the same occasion, and no others", () => {
  const file = { onRollback: [{ run: ['file'] }], onPass: [{ run: ['file'] }] };
  const hooks = read(file, { onRollback: ['one a', 'sh:two'] });
  expect(hooks.map(({ on, command }) => [on, command])).toEqual([
    ['rollback', { argv: ['one', 'a'] }],
    ['rollback', { shell: 'two' }],
    ['pass', { argv: ['file'] }],
  ]);
});

test('--no-hooks', () => {
  expect(read({ onPass: [{ run: ['x'] }] }, { hooks: false, onRollback: ['y'] })).toEqual([]);
});

test('a command that cannot be understood is told with its flag, a time-out with its key', () => {
  expect(() => read({}, { onInconclusive: ['a | b'] })).toThrow(/^--on-inconclusive holds "\|"/);
  expect(() => read({ onPass: [{ run: ['x'], timeout: 'soon' }] })).toThrow(/^hooks\.onPass\[0\]\.timeout "soon"/);
});

test.for([
  { action: {}, why: 'nothing to run' },
  { action: { run: ['a'], shell: 'b' }, why: 'two things to run' },
  { action: { run: [] }, why: 'no program' },
  { action: { run: [''] }, why: 'a program without a name' },
  { action: { run: 'a b' }, why: 'a text is no list of words' },
  { action: { run: ['a'], retries: 99 }, why: 'too many tries' },
  { action: { run: ['a'], when: 'x' }, why: 'an unknown key' },
])('refused: $why', ({ action }) => {
  expect(hooksSchema.safeParse({ onRollback: [action] }).success).toBe(false);
});
