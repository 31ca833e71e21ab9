import { describe, expect, test } from 'vitest';
import { prometheusRules, type PrometheusSubject } from '../../../src/dashboards/alerts/prometheus.js';
import { checkRules, firingAlerts, hasPromtool, type Scrapes } from '../../helpers/promtool.js';

const SUBJECT: PrometheusSubject = {
  service: 'payments',
  level: 'ERROR',
  sensitivity: 2,
  beforeSeconds: 1800,
  waitSeconds: 300,
  runbookUrl: null,
  metric: 'logs_total?service=SERVICE&level=LEVEL',
};

/** What a counter shows at each scrape that counts so many each time; `scrapes` are of 30 s. */
function counting(...parts: readonly { readonly each: number; readonly scrapes: number }[]): Scrapes {
  let total = 0;
  return parts.flatMap(({ each, scrapes }) => Array.from({ length: scrapes }, () => (total += each)));
}
const absent = (scrapes: number): Scrapes => Array.from({ length: scrapes }, () => null);

const errorsOf = (service: string) => `logs_total{service="${service}",level="ERROR",host="a"}`;
const linesOf = (service: string) => `logs_total{service="${service}",level="INFO",host="a"}`;
const LINES = counting({ each: 100, scrapes: 200 });

/** Two an interval for 50 minutes, and then another number. */
const then = (each: number) => counting({ each: 2, scrapes: 100 }, { each, scrapes: 100 });

const THREE_IN_ALL = counting({ each: 0, scrapes: 100 }, { each: 1, scrapes: 3 }, { each: 0, scrapes: 97 });
const TWO_IN_ALL = counting({ each: 0, scrapes: 100 }, { each: 1, scrapes: 2 }, { each: 0, scrapes: 98 });

// What the rules say, word by word, is tested without it.
describe.skipIf(!hasPromtool)(
  'Prometheus itself (skipped where `promtool` is not installed, nor its path in PROMTOOL)',
  () => {
    test.for([
      { errors: then(2), scrapes: [], why: 'as usual' },
      { errors: then(4), scrapes: [], why: 'exactly median × sensitivity is not above it' },
      { errors: then(20), scrapes: [110, 130, 150], why: 'ten times as many, told after a minute and while it lasts' },
      {
        errors: counting({ each: 2, scrapes: 100 }, { each: 20, scrapes: 20 }, { each: 2, scrapes: 80 }),
        scrapes: [110, 130],
        why: 'and no more than minutes after it is over',
      },
      {
        errors: [...absent(100), ...counting({ each: 5, scrapes: 100 })],
        scrapes: [110, 130, 150],
        why: 'a counter made by its first error',
      },
      { errors: THREE_IN_ALL, scrapes: [110], why: 'three errors of a service that has none' },
      { errors: TWO_IN_ALL, scrapes: [], why: 'two of them are too few' },
    ] as const)('ErrorsOverUsual: $why', ({ errors, scrapes }) => {
      const counters = { [errorsOf('payments')]: errors, [linesOf('payments')]: LINES };
      const firing = firingAlerts(prometheusRules([SUBJECT]), counters, ['ErrorsOverUsual'], [95, 110, 130, 150]);
      expect(firing).toEqual(scrapes.map((scrape) => ({ scrape, alert: 'ErrorsOverUsual', service: 'payments' })));
    });

    test('without a name each service is told by itself, also when it falls silent', () => {
      const counters = {
        [errorsOf('payments')]: then(20),
        [linesOf('payments')]: LINES,
        [errorsOf('search')]: then(2),
        [linesOf('search')]: LINES,
        [linesOf('gone')]: LINES.slice(0, 100),
      };
      const rules = prometheusRules([{ ...SUBJECT, service: null }]);
      expect(firingAlerts(rules, counters, ['ErrorsOverUsual', 'NoLogLines'], [95, 130])).toEqual([
        { scrape: 130, alert: 'ErrorsOverUsual', service: 'payments' },
        { scrape: 130, alert: 'NoLogLines', service: 'gone' },
      ]);
    });

    test('rules of several services stand in one file', () => {
      const rules = prometheusRules([SUBJECT, { ...SUBJECT, service: 'search' }, { ...SUBJECT, service: null }]);
      expect(checkRules(rules)).toMatchObject({ isRight: true, said: expect.stringContaining('6 rules found') });
    });

    test('a name with quotes and braces is a name, and it is told for as long as it is away', () => {
      const service = 'pay"{{ments}}';
      const counters = { [linesOf(JSON.stringify(service).slice(1, -1))]: LINES.slice(0, 20) };
      const firing = firingAlerts(prometheusRules([{ ...SUBJECT, service }]), counters, ['NoLogLines'], [10, 50, 190]);
      expect(firing.map(({ scrape }) => scrape)).toEqual([50, 190]);
    });
  },
);
