import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SourceError } from '../../../../src/errors.js';
import { explain } from '../../../../src/explain.js';
import { reporters } from '../../../../src/reporters/index.js';
import { safeText } from '../../../../src/reporters/safe-text.js';
import { anyEnding, pipelineHostileText } from '../../../helpers/arbitrary-ending.js';

const COMMAND =
  /##[\w.]*\[|SPINNAKER_(?:PROPERTY|CONFIG)|^\s*::(?:error|warning|set-output|stop-commands|add-mask)(?: [^\n]*)?::/imu;

test('no CI system obeys what stands in a report for people or machines', () => {
  fc.assert(
    fc.property(anyEnding, fc.integer({ min: 24, max: 130 }), (ending, columns) => {
      fc.pre(ending.kind === 'judged');
      const options = { columns, colorLevel: 0, unicode: true } as const;
      expect(reporters.text(ending.report, options)).not.toMatch(COMMAND);
      expect(reporters.json(ending.report)).not.toMatch(COMMAND);
      expect(JSON.parse(reporters.json(ending.report))).toEqual(ending.report);
    }),
  );
});

test('no CI system obeys what a server says', () => {
  fc.assert(
    fc.property(pipelineHostileText, pipelineHostileText, (message, hint) => {
      expect(explain(new SourceError('refused', message, hint))).not.toMatch(COMMAND);
    }),
  );
});

test.for([
  ['##vso[task.complete]', String.raw`\u{23}#vso[task.complete]`],
  ['###vso[x]', String.raw`#\u{23}#vso[x]`],
  ['##[error]x', String.raw`\u{23}#[error]x`],
  ['a SPINNAKER_PROPERTY_X=1', String.raw`a \u{53}PINNAKER_PROPERTY_X=1`],
  ['::error::x', String.raw`\u{3a}:error::x`],
  ['panic: (::error::x', String.raw`panic: (\u{3a}:error::x`],
  ['Box<dyn std::error::Error>', 'Box<dyn std::error::Error>'],
  ['::add-mask::a', String.raw`\u{3a}:add-mask::a`],
  ['std::bad_alloc in Foo::Bar at ::1 ## heading', 'std::bad_alloc in Foo::Bar at ::1 ## heading'],
] as const)('%s', ([text, shown]) => {
  expect(safeText(text, true)).toBe(shown);
});
