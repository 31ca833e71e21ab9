import { parseSilenceTime, type SilenceTime } from '../core/watch/silence-times.js';
import { UserError } from '../errors.js';
import { quoted } from './fields.js';
import { placeOf, texts, type Settings } from './settings.js';

/** Times of the day at which nobody is told. */
export function readSilence(settings: Settings): readonly SilenceTime[] {
  return texts(settings, 'silence').map((value) => {
    const time = parseSilenceTime(value);
    if (time !== null) return time;
    const place = placeOf(settings, 'silence');
    throw new UserError(
      `${place} ${quoted(value)} is no time of the day`,
      `Write ${place} like 22:00-06:00, which is in UTC.`,
    );
  });
}
