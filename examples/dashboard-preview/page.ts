import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A panel of lines: its title, the start of each bucket, and what is drawn over it. */
export interface Drawn {
  readonly title: string;
  readonly height: number;
  /** In seconds; one more than there are buckets, because each lasts until the next. */
  readonly seconds: readonly number[];
  readonly series: readonly Line[];
}

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Colours of Grafana's dark theme. */
  readonly color: string;
  readonly fill?: string;
  readonly width?: number;
}

const uplot = (file: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../node_modules/uplot/dist', file), 'utf8');

const STYLE = `${uplot('uPlot.min.css')}
body { margin: 0; padding: 12px; background: #111217; color: #ccccdc; font: 13px/1.55 Inter, 'DejaVu Sans', system-ui, sans-serif }
section { background: #181b1f; border: 1px solid #24262c; border-radius: 3px; padding: 10px 14px; margin-top: 8px }
p { margin: 0 0 8px } p:last-child { margin: 0 } code { background: #24262c; padding: 1px 5px; border-radius: 2px; font-size: 12px; white-space: nowrap }
header { display: flex; gap: 10px; font-size: 12px } header span { border: 1px solid #34363d; border-radius: 2px; padding: 3px 9px } header b { font-weight: 500; color: #9fa1a9; margin-right: 8px }
h1 { font-size: 14px; font-weight: 500; margin: 0 0 6px; color: #d8d9e0 }
ul { list-style: none; display: flex; gap: 18px; margin: 2px 0 0 46px; padding: 0; font-size: 12px }
li::before { content: ''; display: inline-block; width: 14px; height: 4px; border-radius: 2px; margin-right: 7px; vertical-align: middle; background: var(--color) }`;

/** Draws in the browser; gets its panels and the time of the release as JSON. */
const SCRIPT = `
const two = (number) => String(number).padStart(2, '0');
const clock = (seconds) => { const at = new Date(seconds * 1000); return two(at.getUTCHours()) + ':' + two(at.getUTCMinutes()) };
const line = { stroke: '#24262c', width: 1 };
for (const [nth, panel] of panels.entries()) {
  const release = (u) => {
    const x = u.valToPos(releaseSeconds, 'x', true), { top, height } = u.bbox, scale = devicePixelRatio;
    u.ctx.strokeStyle = u.ctx.fillStyle = '#5794f2';
    u.ctx.lineWidth = scale; u.ctx.setLineDash([4 * scale, 4 * scale]); u.ctx.beginPath();
    u.ctx.moveTo(x, top); u.ctx.lineTo(x, top + height); u.ctx.stroke(); u.ctx.setLineDash([]);
    u.ctx.beginPath(); u.ctx.moveTo(x - 5 * scale, top + height); u.ctx.lineTo(x + 5 * scale, top + height);
    u.ctx.lineTo(x, top + height - 7 * scale); u.ctx.fill();
    if (nth > 0) return;
    u.ctx.font = 12 * scale + 'px Inter, DejaVu Sans, sans-serif'; u.ctx.textAlign = 'right';
    u.ctx.fillText('release', x - 8 * scale, top + 14 * scale);
  };
  const axis = { stroke: '#9fa1a9', grid: line, ticks: line, font: '12px Inter, DejaVu Sans, sans-serif' };
  new uPlot({
    width: 972, height: panel.height, padding: [4, 20, 0, 0], legend: { show: false }, cursor: { show: false }, hooks: { draw: [release] },
    scales: { y: { range: (u, min, max) => [0, max * 1.12] } },
    axes: [{ ...axis, size: 30, values: (u, splits) => splits.map(clock) }, { ...axis, size: 46 }],
    series: [{}, ...panel.series.map((one) => ({ stroke: one.color, fill: one.fill, width: one.width ?? 1,
      paths: uPlot.paths.stepped({ align: 1 }), points: { show: false } }))],
  }, [panel.seconds, ...panel.series.map((one) => one.values)], document.getElementById('panel-' + nth));
}`;

/** A dashboard as a page: what is chosen above, the text, and the panels below it. */
export function dashboardPage(
  chosen: Readonly<Record<string, string>>,
  markdown: string,
  panels: readonly Drawn[],
  releaseSeconds: number,
): string {
  const header = Object.entries(chosen).map(([label, value]) => `<span><b>${label}</b>${value}</span>`);
  const sections = panels.map(({ title, series }, nth) => {
    const legend = series.map(({ name, color }) => `<li style="--color: ${color}">${name}</li>`).join('');
    return `<section><h1>${title}</h1><div id="panel-${nth}"></div><ul>${legend}</ul></section>`;
  });
  const text = markdown
    .replaceAll(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replaceAll(/`(.+?)`/g, '<code>$1</code>')
    .replaceAll('\n\n', '</p><p>');
  const data = `const panels = ${JSON.stringify(panels)}, releaseSeconds = ${releaseSeconds};`;
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><header>${header.join('')}</header><section><p>${text}</p></section>${sections.join('')}
<script>${uplot('uPlot.iife.min.js')}${data}${SCRIPT}</script>`;
}
