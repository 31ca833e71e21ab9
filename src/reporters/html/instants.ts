import { formatDuration, formatInstant } from '../../core/time.js';
import { timeOfDay } from '../clock.js';

/** `12:05:00` by the clock in UTC, or `+1m30s` from the release where there is no clock. */
export function instantText(seconds: number, hasClock: boolean): string {
  if (hasClock) return timeOfDay(formatInstant(Math.round(seconds * 1000)));
  return seconds === 0 ? 'release' : `${seconds > 0 ? '+' : ''}${formatDuration(seconds * 1000)}`;
}

/** The same to the minute where that loses nothing. */
export function shortInstant(seconds: number, hasClock: boolean): string {
  return hasClock ? instantText(seconds, hasClock).replace(/:00$/, '') : instantText(seconds, hasClock);
}
