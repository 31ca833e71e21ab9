import type { Reading } from '../health/metrics.js';
import type { Counts } from './counts.js';
import type { Intake } from './intake.js';
import type { Spool } from './spool.js';
import type { Writer } from './writer.js';

/** The parts of a collector that count what they do. */
interface Measured {
  readonly counts: Pick<Counts, 'tallies'>;
  readonly intake: Pick<Intake, 'tallies'>;
  readonly spool: Pick<Spool, 'tallies'>;
  readonly writer: Pick<Writer, 'tallies'>;
  /** Asked anew, because the kernel's number is the newest one. */
  readKernelDrops(): Promise<number | null>;
}

/** Everything that /metrics tells. */
export function readingsOf({ counts, intake, spool, writer, readKernelDrops }: Measured): readonly Reading[] {
  const counter = (name: string, help: string, read: Reading['read']): Reading => ({
    name,
    help,
    type: 'counter',
    read,
  });
  const gauge = (name: string, help: string, read: Reading['read']): Reading => ({ name, help, type: 'gauge', read });
  return [
    counter('datagrams_total', 'Datagrams received.', () => intake.tallies.datagrams),
    counter('bytes_total', 'Bytes received, of datagrams and streams.', () => intake.tallies.bytes),
    counter('counters_total', 'Counters understood.', () => counts.tallies.counters),
    counter('other_metrics_total', 'Metrics that are no counters, ignored.', () => intake.tallies.others),
    counter('malformed_lines_total', 'Lines that are no metric.', () => intake.tallies.malformed),
    counter('unmapped_total', 'Counters whose name fits no template, ignored.', () => counts.tallies.unmapped),
    counter('overflow_total', 'Counters beyond --max-series, dropped.', () => counts.tallies.overflowed),
    counter('kernel_drops_total', 'Datagrams that the kernel dropped because the socket was full.', readKernelDrops),
    counter('flushed_batches_total', 'Batches written.', () => writer.tallies.batches),
    counter('flushed_rows_total', 'Rows written.', () => writer.tallies.rows),
    counter('failed_writes_total', 'Tries to write a batch that failed.', () => writer.tallies.failures),
    counter('lost_batches_total', 'Batches that the spool had no room for.', () => spool.tallies.lost),
    gauge('spooled_batches', 'Batches that wait to be written.', () => spool.tallies.batches),
    gauge('spooled_bytes', 'Size of the batches that wait.', () => spool.tallies.bytes),
    gauge('series', 'Series that are kept.', () => counts.tallies.series),
    gauge('last_written_seconds', 'When a batch was written last, Unix time.', () => {
      const { lastWrittenMs } = writer.tallies;
      return lastWrittenMs === null ? null : lastWrittenMs / 1000;
    }),
  ];
}
