import type { Counts } from './counts.js';
import { LONGEST_LINE, readLines, type LineSink } from './line.js';

/** Where bytes from sockets go in. */
export interface Intake {
  datagram(bytes: Buffer): void;
  /** The bytes of one connection, in any pieces. */
  stream(): StreamIntake;
  readonly tallies: IntakeTallies;
  /** The beginning of the last line that was no metric; null while there was none. */
  readonly lastMalformed: string | null;
}

export interface StreamIntake {
  bytes(piece: Buffer): void;
  /** The connection is over: what it held is a line too. */
  end(): void;
}

export interface IntakeTallies {
  readonly datagrams: number;
  readonly bytes: number;
  readonly malformed: number;
  /** Metrics that are no counters. */
  readonly others: number;
}

const SHOWN = 200;

/** Reads lines and adds their counters up. */
export function createIntake(counts: Pick<Counts, 'add'>): Intake {
  let datagrams = 0;
  let bytes = 0;
  let malformed = 0;
  let others = 0;
  let lastMalformed: string | null = null;
  const sink: LineSink = {
    counter: counts.add,
    other: () => {
      others += 1;
    },
    malformed: (line) => {
      malformed += 1;
      // A copy: a piece of a datagram would keep the whole of it in memory.
      lastMalformed = Buffer.from(line.slice(0, SHOWN), 'latin1').toString('utf8');
    },
  };
  return {
    get tallies() {
      return { datagrams, bytes, malformed, others };
    },
    get lastMalformed() {
      return lastMalformed;
    },
    datagram(packet) {
      datagrams += 1;
      bytes += packet.length;
      readLines(packet.toString('latin1'), sink);
    },
    stream() {
      let rest = '';
      // Behind a line that is too long, everything up to its end.
      let isSkipping = false;
      return {
        bytes(piece) {
          bytes += piece.length;
          const text = rest + piece.toString('latin1');
          const end = text.lastIndexOf('\n');
          const begin = isSkipping ? text.indexOf('\n') : 0;
          if (end === -1) {
            rest = isSkipping ? '' : text;
          } else {
            readLines(text.slice(begin, end), sink);
            rest = text.slice(end + 1);
            isSkipping = false;
          }
          if (rest.length <= LONGEST_LINE) return;
          sink.malformed(rest);
          rest = '';
          isSkipping = true;
        },
        end() {
          readLines(rest, sink);
          rest = '';
        },
      };
    },
  };
}
