import { createHash } from 'node:crypto';
import type { Notice } from '../core/notice.js';
import { oneLine } from '../core/text/one-line.js';

/** The shortest limit of a key anywhere: PagerDuty's. */
const LONGEST_KEY = 255;

/**
 * The same for every run of a service in an environment, so that the pass of a later version closes what this one opened; another one
 * for what is told of it between releases, which no release closes.
 */
export function keyOf({ service, environment, watch }: Pick<Notice, 'service' | 'environment' | 'watch'>): string {
  const names = [environment, service].map((name) => encodeURIComponent(oneLine(name ?? '')));
  const key = ['canary-verdict', ...names, ...(watch === undefined ? [] : ['watch'])].join(':');
  return key.length <= LONGEST_KEY ? key : `canary-verdict:${createHash('sha256').update(key).digest('hex')}`;
}
