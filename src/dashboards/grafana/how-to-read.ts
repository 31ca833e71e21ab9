import type { PanelSubject } from './panel-sql.js';

/** Where a person reads what to do; null for the runbook of the tool itself. */
export interface Help {
  readonly runbookUrl: string | null;
}

const WHAT_TO_DO = ({ runbookUrl }: Help) =>
  runbookUrl === null
    ? '`canary-verdict explain errors-over-limit` tells more.'
    : `[The runbook](${encodeURI(runbookUrl)}) tells more.`;

/** What a person at the dashboard of a release has to know, as Markdown. */
export function releaseText({ sensitivity, bucketSeconds, waitSeconds }: PanelSubject, help: Help): string {
  return `**How to read it.** Green are the errors in each ${bucketSeconds} s. Dark red is what the release may show: ${sensitivity} times the usual, which is the median of the time before it. A gap is a silence, not a zero: look at the lines below.

**What to do.** Write the time of the release (UTC) into the box above; an empty box is ${Math.round(waitSeconds / 60)} minutes before the end. Green stays above dark red after the release: roll back. One bucket above it is no rise. \`canary-verdict judge\` also asks whether it is chance. ${WHAT_TO_DO(help)}`;
}

/** The same for the daily view. */
export function dailyText({ sensitivity, bucketSeconds, beforeSeconds }: PanelSubject, help: Help): string {
  return `**How to read it.** Green are the errors in each ${bucketSeconds} s, over long ranges their mean. Dark red is ${sensitivity} times the median of the ${Math.round(beforeSeconds / 60)} minutes before each point: it follows what is usual. A gap is a silence, not a zero: look at the lines below.

**What to do.** Green stays above dark red for minutes: something broke. Was there a release (a marked time)? Roll it back. No release? Look at the services it depends on. ${WHAT_TO_DO(help)}`;
}
