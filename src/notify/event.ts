import type { Notice } from '../core/notice.js';
import { isKeyed, type Notifier, type NotifyEvent } from './settings.js';

/**
 * What a notifier is to tell of a run; null for nothing. A pass is a recovery where the last verdict was a rollback. We
 * keep no memory of our own: services with a key close what is open, if anything is, and for the others the
 * state file remembers.
 */
export function eventFor(
  notifier: Pick<Notifier, 'type' | 'when'>,
  { occasion, watch }: Pick<Notice, 'occasion' | 'watch'>,
  wasRolledBack: boolean,
): NotifyEvent | null {
  const { when } = notifier;
  // Whoever watches remembers what was told: nobody hears that something is over of which nobody heard.
  if (watch !== undefined && watch.ends !== null) {
    return when.includes('recovered') && when.includes(watch.ends) ? 'recovered' : null;
  }
  if (occasion === 'pass' && when.includes('recovered') && (isKeyed(notifier) || wasRolledBack)) return 'recovered';
  return when.includes(occasion) ? occasion : null;
}
