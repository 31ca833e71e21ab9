import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { splitCommand } from '../../../src/hooks/split-command.js';

test.for([
  { command: './rollback.sh payments', argv: ['./rollback.sh', 'payments'] },
  { command: '  kubectl   rollout undo\tdeploy/x ', argv: ['kubectl', 'rollout', 'undo', 'deploy/x'] },
  { command: `say 'a b' "c d" e\\ f`, argv: ['say', 'a b', 'c d', 'e f'] },
  { command: `say a'b'"c"d`, argv: ['say', 'abcd'] },
  { command: `say '' ""`, argv: ['say', '', ''] },
  { command: `say '$HOME && rm -rf *' "\\$HOME \\" \\\\ \\n"`, argv: ['say', '$HOME && rm -rf *', '$HOME " \\ \\n'] },
  { command: 'say "a && b; c | d"', argv: ['say', 'a && b; c | d'] },
  { command: String.raw`say \$HOME \&\& \;`, argv: ['say', '$HOME', '&&', ';'] },
  { command: 'curl -d x=1 https://example.test/?a=b#c', argv: ['curl', '-d', 'x=1', 'https://example.test/?a=b#c'] },
  { command: 'say *.txt {a,b} ~/x', argv: ['say', '*.txt', '{a,b}', '~/x'] },
])('$command', ({ command, argv }) => {
  expect(splitCommand('--on-rollback', command)).toEqual({ argv });
});

test('only sh: hands the line to a shell', () => {
  expect(splitCommand('--on-rollback', 'sh: undo "$X" && tell')).toEqual({ shell: 'undo "$X" && tell' });
});

test.for([
  { command: 'a && b', says: /"&", which only a shell understands/ },
  { command: 'a | b', says: /"\|"/ },
  { command: 'a; b', says: /";"/ },
  { command: 'a > b', says: /">"/ },
  { command: 'say $HOME', says: /"\$"/ },
  { command: 'say "$HOME"', says: /"\$"/ },
  { command: 'say "`id`"', says: /"`"/ },
  { command: '~/rollback.sh', says: /only a shell knows what ~\/rollback\.sh/ },
  { command: `say 'open`, says: /a quote that is not closed/ },
  { command: `say "open`, says: /a quote that is not closed/ },
  { command: 'say \\', says: /a quote that is not closed/ },
  { command: '', says: /has no command/ },
  { command: '  ', says: /has no command/ },
  { command: `''`, says: /has no command/ },
  { command: 'sh:', says: /has no command/ },
  { command: 'sh:  ', says: /has no command/ },
])('refused: $command', ({ command, says }) => {
  expect(() => splitCommand('--on-rollback', command)).toThrow(UserError);
  expect(() => splitCommand('--on-rollback', command)).toThrow(says);
});

test('what is in single quotes comes through whole', () => {
  const words = fc.array(
    fc.string({ unit: 'grapheme' }).filter((word) => !word.includes("'")),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(words, (args) => {
      const command = `say ${args.map((word) => `'${word}'`).join(' ')}`;
      expect(splitCommand('--on-pass', command)).toEqual({ argv: ['say', ...args] });
    }),
  );
});
