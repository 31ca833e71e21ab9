import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { shortTimes } from '../clock.js';
import { earlyEndOf } from '../shown/early-end.js';
import type { Pen } from './pen.js';
import type { Scale } from '../shown/scale.js';

/** Cells from the left edge to the first bar, to the release and to the end of the chart. */
export interface AxisPlace {
  readonly start: number;
  readonly release: number;
  readonly end: number;
}

/** The floor of the chart and under it the names of its ends: the release first, the others where there is room. */
export function timeAxis(
  report: Report,
  place: AxisPlace,
  { limit }: Scale,
  { columns, glyphs, paint, safe }: Pen,
): readonly string[] {
  const { corner, mark } = glyphs.axis;
  // A limit of zero lies on the floor.
  const [floor, ink] = limit.value === 0 ? [glyphs.limit, paint.limit] : [glyphs.axis.floor, paint.faint];
  const beforeFloor = floor.repeat(place.release - place.start);
  const afterFloor = floor.repeat(place.end - place.release - 1);
  const [from = '', release = '', to = ''] = namesOf(report).map(safe);
  const before = [`release ${release}`.trim(), 'release'].find((name) => name.length <= place.release + 1);
  const line = [
    { text: before ?? 'release', at: before === undefined ? place.release : place.release + 1 - before.length },
    { text: from, at: place.start },
    // A short window leaves its end no room below it, but perhaps beside it.
    { text: to, at: Math.max(place.end - to.length, place.release + 2) },
  ].reduce((text, name) => put(text, name.text, name.at), ' '.repeat(columns));
  return [
    paint.faint('0'.padStart(place.start - 1) + corner) + ink(beforeFloor) + paint.release(mark) + ink(afterFloor),
    paint.faint(line.trimEnd()),
  ];
}

/** Begin, release, end: by the clock, or counted from the release where there is none. */
function namesOf(report: Report): readonly string[] {
  const { windows, release, series, bucketSeconds } = report;
  if (windows !== null && release.at !== null)
    return shortTimes([windows.before.from, release.at, windows.after.to], release.at);
  const span = (counts: readonly unknown[], seconds: number) => formatDuration(counts.length * seconds * 1000);
  const after = earlyEndOf(report)?.looks ?? { ...series.after, bucketSeconds };
  return [`-${span(series.before.errors, bucketSeconds)}`, '', `+${span(after.errors, after.bucketSeconds)}`];
}

/** Writes a name into the line unless it would touch another one or stick out. */
function put(line: string, name: string, at: number): string {
  const room = line.slice(Math.max(0, at - 1), at + name.length + 1);
  if (at < 0 || at + name.length > line.length || room.trim() !== '') return line;
  return line.slice(0, at) + name + line.slice(at + name.length);
}
