import type { Ink } from '../text/pen.js';

/** A named row of the report: its text wraps beside the name and ends in an ellipsis after `mostLines`. */
export interface Row {
  readonly label: string;
  readonly text: string;
  readonly ink?: Ink;
  readonly mostLines?: number;
}
