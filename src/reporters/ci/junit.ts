import type { Ending, SourceFailure } from '../../core/ending.js';
import type { Report } from '../../core/report.js';
import type { FindingOutcome, ReportedFinding } from '../../core/verdict.js';
import { version } from '../../version.js';
import { toldSignatures } from '../shown/signatures.js';
import { newSignatureText, oneLine, runbookText } from './headline.js';
import { element, textElement } from './xml.js';

/** One test case of the suite. */
interface Case {
  readonly name: string;
  /** The elements inside it. */
  readonly results: readonly string[];
  readonly kind: 'passed' | 'failure' | 'skipped' | 'error';
}

const KINDS = { fail: 'failure', unknown: 'skipped', pass: 'passed', note: 'passed' } as const satisfies Record<
  FindingOutcome,
  Case['kind']
>;

/**
 * JUnit XML as Jenkins, GitLab and Azure read it: a test case a finding; what failed is a failure, what could not be told
 * is skipped, a source that failed is an error.
 */
export function junitReport(ending: Ending): string {
  return ending.kind === 'judged' ? judgedSuite(ending.report) : failedSuite(ending.failure);
}

function judgedSuite(report: Report): string {
  const { service, verdict, release } = report;
  const cases =
    report.findings.length === 0
      ? report.reasons.map(({ code, message }) => skippedCase(code, message))
      : distinct(report.findings).map((finding) => caseOf(finding, report));
  return suite(service, cases, {
    output: toldSignatures(report).map(({ status, text }) => oneLine(`${status}: ${text}`)),
    seconds: report.durationMs / 1000,
    properties: {
      verdict,
      version,
      ...(release.at !== null && { releasedAt: release.at }),
      reproduce: report.reproduce,
    },
  });
}

function failedSuite(failure: SourceFailure): string {
  const { service, code, message, hint } = failure;
  const results = [
    textElement(
      'error',
      { type: code, message },
      [oneLine(message), oneLine(hint), runbookText(code, failure)].join('\n'),
    ),
  ];
  return suite(service, [{ name: 'source', kind: 'error', results }], {
    output: [],
    seconds: 0,
    properties: { verdict: 'error', version },
  });
}

function caseOf(finding: ReportedFinding, report: Report): Case {
  const { judge, code, outcome, because } = finding;
  const kind = KINDS[outcome];
  if (kind === 'skipped') return skippedCase(judge, because);
  if (kind === 'passed') return { name: judge, kind, results: [textElement('system-out', {}, oneLine(because))] };
  const lines = [
    oneLine(because),
    newSignatureText(report),
    runbookText(code, report),
    `Judge again: ${oneLine(report.reproduce)}`,
  ];
  const text = lines.filter((line) => line !== null).join('\n');
  return { name: judge, kind, results: [textElement('failure', { type: code, message: because }, text)] };
}

/** Some readers show the text of a skipped test, others its output. */
function skippedCase(name: string, because: string): Case {
  const sentence = oneLine(because);
  const results = ['skipped', 'system-out'].map((tag) => textElement(tag, {}, sentence));
  return { name, kind: 'skipped', results };
}

/** Readers tell tests apart by their names: the second finding of a judge is numbered. */
function distinct(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const times = (seen.get(finding.judge) ?? 0) + 1;
    seen.set(finding.judge, times);
    return times === 1 ? finding : { ...finding, judge: `${finding.judge} ${times}` };
  });
}

interface SuiteFacts {
  /** Lines beside the test cases: what the errors say. */
  readonly output: readonly string[];
  readonly seconds: number;
  readonly properties: Readonly<Record<string, string>>;
}

function suite(service: string | null, cases: readonly Case[], { output, seconds, properties }: SuiteFacts): string {
  const name = service === null ? 'canary-verdict' : `canary-verdict ${service}`;
  const count = (kind: Case['kind']) => String(cases.filter((one) => one.kind === kind).length);
  const counts = { tests: String(cases.length), failures: count('failure'), errors: count('error') };
  const time = seconds.toFixed(3);
  const propertyElements = Object.entries(properties).map(([key, value]) => element('property', { name: key, value }));
  const body = element('testsuite', { name, ...counts, skipped: count('skipped'), time }, [
    element('properties', {}, propertyElements),
    ...cases.map((one) => element('testcase', { classname: name, name: one.name }, one.results)),
    ...(output.length === 0 ? [] : [textElement('system-out', {}, output.join('\n'))]),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { ...counts, time }, [body])}\n`;
}
