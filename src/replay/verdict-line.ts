import { ruleOf } from '../config/judge-settings.js';
import type { ReplayConfig } from '../config/replay.js';
import { judgeSeries } from '../core/judgement.js';
import { rebin } from '../core/rebin.js';
import { bucketsPerLevel } from './level-bucket.js';
import type { Line } from './lines.js';
import { readRecorded } from './recording.js';

/**
 * The verdict on one line as a line of its own: `{"id":…,"verdict":…,"at":…,"reasons":[…]}`. What has no id is known by the
 * number of its line.
 * @throws SyntaxError, FieldError, UserError or RangeError when the line cannot be judged.
 */
export async function verdictLine({ number, text }: Line, config: ReplayConfig): Promise<string> {
  const { pair, rule, observed, idJson } = await readRecorded(text);
  // A report is judged again in its own buckets, by its own rule.
  const isReport = rule !== null;
  const factor = isReport && config.bucketMs === null ? 1 : bucketsPerLevel(config.bucketMs, pair.bucketSeconds);
  const { verdict, atSeconds, reasons } = judgeSeries(rebin(pair, factor), ruleOf(config, rule ?? undefined), observed);
  const codes = JSON.stringify(reasons.map(({ code }) => code));
  return `{"id":${idJson ?? number},"verdict":"${verdict}","at":${atSeconds},"reasons":${codes}}\n`;
}
