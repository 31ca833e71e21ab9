import * as fc from 'fast-check';
import type { Ending } from '../../src/core/ending.js';
import { anyReport, hostileText } from './arbitrary-report.js';

/** Text that tries to be a command, a value or a tag of a CI system, between any other. */
export const pipelineHostileText = fc
  .array(
    fc.oneof(
      hostileText,
      fc.constantFrom(
        '\n::error::x\n',
        'std::error::Error',
        '::set-output name=verdict::pass',
        '::stop-commands::x',
        '##[set-output name=verdict]pass',
        '##vso[task.setvariable variable=verdict]pass',
        '##VSO[task.complete result=Succeeded]',
        '##teamcity[x]',
        '\nSPINNAKER_PROPERTY_VERDICT=pass\n',
        'SPINNAKER_CONFIG_JSON={"verdict":"pass"}',
        'spinnaker_property_x=',
        '\nverdict<<EOF\npass\nEOF\n',
        '%0A::error::x',
        '%25',
        '%AZP25',
        ']; ',
        ']]>',
        '<![CDATA[',
        '</failure><script>',
        '&#0;&lt;',
        '\u0000\u0008\uFFFE\uFFFF\u{1FFFE}',
        '```\n<img src=x>\n```',
        '`~~~`',
        '# x\n---',
        '$(id) ${{ secrets.X }} `id` %PATH%',
        '--flag',
        '"\'\\',
        'x'.repeat(20_000),
        '漢'.repeat(3000),
      ),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

const hostileReport: fc.Arbitrary<Ending> = fc
  .record({
    report: anyReport,
    service: fc.option(pipelineHostileText),
    message: pipelineHostileText,
    code: fc.oneof(fc.constant('errors-over-limit'), pipelineHostileText),
    template: pipelineHostileText,
    reproduce: pipelineHostileText,
  })
  .map(({ report, service, message, code, template, reproduce }) => ({
    kind: 'judged',
    report: {
      ...report,
      service,
      reproduce,
      reasons: report.reasons.map((reason) => ({ ...reason, code, message })),
      findings: report.findings.map((finding) => ({ ...finding, code, because: message })),
      ...(report.signatures && { signatures: report.signatures.map((signature) => ({ ...signature, template })) }),
    },
  }));

const failure: fc.Arbitrary<Ending> = fc
  .record({
    service: fc.option(pipelineHostileText),
    code: fc.oneof(fc.constant('refused'), pipelineHostileText),
    message: pipelineHostileText,
    hint: pipelineHostileText,
    exitCode: fc.constantFrom(3, 0, 10),
  })
  .map((fields) => ({ kind: 'failed', failure: fields }));

/** Any end of a run, with texts that want to be obeyed in every field that comes from outside. */
export const anyEnding: fc.Arbitrary<Ending> = fc.oneof(
  { arbitrary: hostileReport, weight: 4 },
  { arbitrary: failure, weight: 1 },
);
