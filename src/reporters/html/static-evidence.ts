import { formatDuration } from '../../core/time.js';
import { oddsOf, type EvidenceData } from './evidence-data.js';
import { markup, type Markup, trusted } from './markup.js';

const SIZE = { width: 960, height: 170 } as const;
const PLOT = { left: 74, right: 940, top: 14, bottom: 136 } as const;

/** The evidence over time as SVG, for readers without scripts and for paper. */
export function staticEvidence({ looks, firedAt, marks }: EvidenceData, description: string): Markup {
  const to = Math.max(...looks.map(({ seconds }) => seconds));
  const top = Math.max(...looks.map(({ odds, enough }) => Math.max(odds, enough))) * 1.1;
  const x = (seconds: number) => PLOT.left + (seconds / to) * (PLOT.right - PLOT.left);
  const y = (odds: number) => PLOT.bottom - (odds / top) * (PLOT.bottom - PLOT.top);
  const line = (of: (look: EvidenceData['looks'][number]) => number) =>
    looks.map((look, index) => `${index === 0 ? 'M' : 'L'}${n(x(look.seconds))} ${n(y(of(look)))}`).join('');
  const label = (atX: number, atY: number, anchor: 'start' | 'middle' | 'end', text: string) =>
    markup`<text
      class="c-text"
      x="${n(atX)}"
      y="${n(atY)}"
      text-anchor="${anchor}"
      font-family="sans-serif"
      font-size="13"
      fill="#444b55">${text}</text>`;
  return markup`<svg class="static" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${description}">
    <line
      class="c-axis"
      x1="${PLOT.left}"
      x2="${PLOT.right}"
      y1="${PLOT.bottom}"
      y2="${PLOT.bottom}"
      stroke="#8a919c"
    />
    <path class="c-evidence" d="${trusted(line(({ odds }) => odds))}" fill="none" stroke="#5a4a8a" stroke-width="2" />
    ${looks.map(({ seconds, odds }) => markup`<circle class="c-evidence-point" cx="${n(x(seconds))}" cy="${n(y(odds))}" r="2.5" fill="#5a4a8a" />`)}
    <path class="c-limit" d="${trusted(line(({ enough }) => enough))}" fill="none" stroke="#8b1a1a" stroke-width="2" />
    ${firedAt !== null && markup`<line class="c-fired" x1="${n(x(firedAt))}" x2="${n(x(firedAt))}" y1="${PLOT.top}" y2="${PLOT.bottom}" stroke="#8b1a1a" stroke-width="1.5" stroke-dasharray="3 3" />`}
    ${marks.map((power) => label(PLOT.left - 6, y(power) + 4, 'end', oddsOf(power)))}
    ${label(PLOT.left, PLOT.bottom + 20, 'start', 'release')}
    ${label(PLOT.right, PLOT.bottom + 20, 'end', `+${formatDuration(to * 1000)}`)}
  </svg>`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
