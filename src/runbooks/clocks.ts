import type { Contents } from './runbook.js';
import { BUCKETS, FUTURE } from './sql.js';

/** Clocks and windows. */
export const clocks = {
  'clock-skew': {
    title: 'The server’s clock differs from this machine’s',
    means: 'ClickHouse and this machine disagree by more than five seconds about what time it is.',
    impact: 'None for the verdict: the server’s clock is used. A --released-at taken here may be off by as much.',
    diagnose: [{ text: 'Compare with a clock you trust.', sql: 'SELECT now64(3) AS server_now' }],
    do: ['Set the clocks by NTP: timedatectl status on both.'],
  },
  'future-lines': {
    title: 'Lines carry times that have not come yet',
    means: 'Some hosts’ clocks are ahead.',
    impact:
      'Lines from before the release count as after it. When most lines are ahead, no pass is given; else it is a note.',
    diagnose: [{ text: 'See which hosts are ahead, and by how much.', sql: FUTURE }],
    do: ['Set the clocks of these hosts by NTP.', 'See whether a parser reads local times as UTC.'],
  },
  'window-cut': {
    title: 'A window was cut to whole buckets',
    means: 'The window asked for is not a whole number of buckets.',
    impact: 'A little less is compared. No pass is withheld for it.',
    diagnose: [{ text: 'See windows and bucketSeconds in the JSON report.' }],
    do: ['Give --wait and --before as multiples of --bucket, if it matters.'],
  },
  'nothing-to-judge': {
    title: 'Nothing is left to judge',
    means: 'After the warm-up no whole bucket with data is left.',
    impact: 'The release is not judged. The verdict is inconclusive.',
    diagnose: [{ text: 'See which buckets after the release have lines.', sql: BUCKETS }],
    do: [
      'Give a longer --wait or a shorter --warm-up.',
      'If data are late, give a longer --max-lag, or judge again later with the same --released-at.',
    ],
  },
  'nothing-judged': {
    title: 'No judge had anything to judge',
    means: 'Neither errors nor data were found that any rule speaks about.',
    impact: 'The release is not judged. The verdict is inconclusive.',
    diagnose: [
      { text: 'See series and findings in the JSON report.' },
      { text: 'See which buckets have lines.', sql: BUCKETS },
    ],
    do: ['Check service, windows and table: --dry-run shows what would be asked.'],
  },
} as const satisfies Contents;
