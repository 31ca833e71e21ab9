import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROMTOOL = process.env['PROMTOOL'] ?? 'promtool';

/** Whether Prometheus's own checker is installed: `apt-get install prometheus`, or its path in PROMTOOL. */
export const hasPromtool = spawnSync(PROMTOOL, ['--version']).status === 0;

/** What a counter has counted at each scrape, every 30 s; null before it is there and after it is gone. */
export type Scrapes = readonly (number | null)[];

/** An alert of a service that fires at a scrape. */
export interface Firing {
  readonly scrape: number;
  readonly alert: string;
  readonly service: string;
}

/** What `promtool check rules` says of a file of rules, and whether it finds nothing wrong. */
export function checkRules(rules: string): { readonly isRight: boolean; readonly said: string } {
  const said = promtool(['check', 'rules', 'rules.yaml'], { 'rules.yaml': rules });
  return { isRight: said.includes('SUCCESS') && !/FAILED|lint error/.test(said), said };
}

/** Runs it in a folder with these files, and answers all that it says. */
function promtool(words: readonly string[], files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-promtool-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  const { stdout, stderr } = spawnSync(PROMTOOL, words, { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return stdout + stderr;
}

/** Has Prometheus evaluate rules over counters, and answers which alerts fire at the scrapes that are asked for. */
export function firingAlerts(
  rules: string,
  counters: Readonly<Record<string, Scrapes>>,
  alerts: readonly string[],
  scrapes: readonly number[],
): readonly Firing[] {
  const series = Object.entries(counters).map(([name, values]) => ({
    series: name,
    values: values.map((value) => value ?? '_').join(' '),
  }));
  // An alert that is expected and does not fire is told, and so is one that fires: nothing is expected, and what fires is read.
  const tests = scrapes.flatMap((scrape) =>
    alerts.map((alertname) => ({ eval_time: `${scrape * 30}s`, alertname, exp_alerts: [] })),
  );
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '30s',
    tests: [{ interval: '30s', input_series: series, alert_rule_test: tests }],
  };
  const said = promtool(['test', 'rules', 'test.yaml'], { 'rules.yaml': rules, 'test.yaml': JSON.stringify(test) });
  if (!said.includes('SUCCESS') && !said.includes('alertname:')) throw new Error(`promtool failed: ${said}`);
  return said.split(/(?=alertname: )/).flatMap((part) => {
    const [, alert = '', time = ''] = /^alertname: (\w+), time: (\w+)/.exec(part) ?? [];
    return [...part.matchAll(/Labels:\{([^}]*)\}/g)].map(([, labels = '']) => ({
      scrape: secondsOf(time) / 30,
      alert,
      service: /service="([^"]*)"/.exec(labels)?.[1] ?? '',
    }));
  });
}

/** `1h2m30s` in seconds. */
function secondsOf(text: string): number {
  const factors: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (factors[unit] ?? 0),
    0,
  );
}
