import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { isRecord, parseSeries } from '../core/recorded-series.js';
import { recordingOfReport, type Recording } from '../sources/recorded.js';

/** A recording, and its id as JSON exactly as it was given; null without one. */
export interface Replayed extends Recording {
  readonly idJson: string | null;
}

/**
 * Reads one recorded series or a saved report.
 * @throws SyntaxError, FieldError or UserError when it is neither.
 */
export async function readRecorded(json: string): Promise<Replayed> {
  const value: unknown = JSON.parse(json);
  if (isRecord(value) && 'schemaVersion' in value) {
    const recording = await recordingOfReport(value);
    return { ...recording, idJson: recording.service === null ? null : JSON.stringify(recording.service) };
  }
  const pair = parseSeries(value);
  const idJson = isRecord(value) ? idJsonOf(json, value['id']) : null;
  return { pair, rule: null, service: pair.id ?? null, observed: [], idJson };
}

/** A number of more digits than JavaScript keeps, such as a trace id of 64 bits, is copied from the text. */
function idJsonOf(json: string, id: unknown): string | null {
  if (id === undefined) return null;
  if (typeof id === 'string' || Number.isSafeInteger(id)) return JSON.stringify(id);
  const tree = parseTree(json);
  const node = tree && findNodeAtLocation(tree, ['id']);
  return node === undefined ? JSON.stringify(id) : json.slice(node.offset, node.offset + node.length);
}
