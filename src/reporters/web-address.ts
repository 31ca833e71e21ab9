import type { Report } from '../core/report.js';

/** The team's own page about a code, or null where none is configured. */
export function runbookUrlOf({ runbookUrls = {} }: Pick<Report, 'runbookUrls'>, code: string): string | null {
  return Object.hasOwn(runbookUrls, code) ? (runbookUrls[code] ?? null) : null;
}

/**
 * The address as it may stand in a link, null for what is none of the web: a report can come from a file, and a link that runs a
 * script or holds a password is not to be clicked.
 */
export function webAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    return null;
  return url.href.replace(/[^\w\-.~:/?#@!$&*+,;=%]/g, encodeURIComponent);
}
