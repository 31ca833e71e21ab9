import type uPlot from 'uplot';

declare global {
  /** The chart library, which the page brings as a script of its own. */
  interface Window {
    readonly uPlot?: typeof uPlot;
  }
}
