import type { Notice } from '../core/notice.js';
import { shortened } from '../core/text/cut.js';
import { oneLine } from '../core/text/one-line.js';
import type { NotifyEvent } from './settings.js';

/** What every notification says, before it is put into the form of its service. Lines of plain text, still to be escaped. */
export interface Message {
  readonly event: NotifyEvent;
  /** `Rollback: payments 1.4.2 (production)`. */
  readonly title: string;
  readonly sentence: string;
  readonly facts: readonly Fact[];
  /** The most telling error, `new error, 38 lines: …`; null where there is none. */
  readonly signature: string | null;
  /** What nobody must overlook. */
  readonly alarms: readonly string[];
  readonly links: readonly Link[];
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Link {
  readonly text: string;
  readonly url: string;
}

const WORDS = {
  rollback: 'Rollback',
  inconclusive: 'Inconclusive',
  pass: 'Pass',
  error: 'Not judged',
  recovered: 'Recovered',
} as const satisfies Record<NotifyEvent, string>;

/** The same for a service between releases. */
const WATCH_WORDS = {
  rollback: 'Too many errors',
  inconclusive: 'Nothing to judge',
  pass: 'Recovered',
  error: 'Not judged',
  recovered: 'Recovered',
} as const satisfies Record<NotifyEvent, string>;

const LONGEST_NAME = 200;
const LONGEST_SENTENCE = 1000;
const MOST_ALARMS = 5;

/** What every browser and service takes; a longer address is left out rather than broken. */
const LONGEST_URL = 2000;

/** Puts a notice into words. */
export function messageOf(notice: Notice, event: NotifyEvent): Message {
  const name = (text: string | null) => shortened(oneLine(text ?? ''), LONGEST_NAME);
  const [service, version, environment] = [name(notice.service), name(notice.version), name(notice.environment)];
  const { occasion } = notice;
  const code = name(notice.reasons[0]?.code ?? null);
  const word = (notice.watch === undefined ? WORDS : WATCH_WORDS)[event];
  const what = [service === '' ? 'release' : service, version, environment === '' ? '' : `(${environment})`];
  const fact = (label: string, value: string): readonly Fact[] => (value === '' ? [] : [{ name: label, value }]);
  const link = (text: string, url: string | null): readonly Link[] =>
    url === null || url.length > LONGEST_URL ? [] : [{ text, url }];
  return {
    event,
    title: `${word}: ${what.filter((part) => part !== '').join(' ')}`,
    sentence: shortened(oneLine(notice.sentence), LONGEST_SENTENCE) || 'No reason was given.',
    facts: [
      ...fact('Service', service),
      ...fact('Environment', environment),
      ...fact('Version', version),
      ...fact('Verdict', notice.watch !== undefined ? '' : event === 'recovered' ? 'pass' : event),
      ...fact('Reason', code),
      ...fact('Released at', notice.releasedAt ?? ''),
      ...fact('What to do', code === '' || occasion === 'pass' ? '' : `canary-verdict explain ${code}`),
    ],
    signature: signatureText(notice),
    alarms: notice.failedHooks
      .map((line) => shortened(oneLine(line), LONGEST_NAME))
      .filter((line) => line !== '')
      .slice(0, MOST_ALARMS),
    links: [...link('Report', notice.reportUrl), ...link('Runbook', notice.runbookUrl)],
  };
}

function signatureText({ signature }: Notice): string | null {
  if (signature === null) return null;
  const { status, after, exception, template } = signature;
  const kind = exception === null ? '' : `${exception}: `;
  return shortened(oneLine(`${status} error, ${after} lines: ${kind}${template}`), LONGEST_SENTENCE);
}

/** The whole message as plain text, for what takes nothing else. */
export function plainMessage(message: Message): string {
  const { alarms, sentence, signature, facts, links } = message;
  return [
    ...alarms,
    sentence,
    ...(signature === null ? [] : [signature]),
    '',
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...links.map(({ text, url }) => `${text}: ${url}`),
  ].join('\n');
}
