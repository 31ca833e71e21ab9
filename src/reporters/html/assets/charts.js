// Draws the interactive charts in the place of the still ones. The page shows everything without it.
/**
 * @typedef {import('../chart-data.js').ChartData} ChartData
 * @typedef {import('../chart-data.js').Bar} Bar
 * @typedef {import('../evidence-data.js').EvidenceData} EvidenceData
 * @typedef {import('uplot')} Plot
 * @typedef {{ options: import('uplot').Options, data: import('uplot').AlignedData, readouts: readonly string[], view?: { min: number, max: number } }} Drawing
 */
'use strict';
(() => {
  const source = document.querySelector('#chart-data');
  const { uPlot } = window;
  if (source === null || uPlot === undefined) return;
  /** @type {{ chart: ChartData, evidence: EvidenceData | null }} */
  const { chart, evidence } = JSON.parse(source.textContent ?? '');
  const bars = [...chart.before, ...chart.after];

  /** The axis ends a little above the highest bar. */
  const TOP = chart.top * 1.06;
  /** Steps of the time axis, in seconds. */
  const STEPS = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
  ];
  /** Steps of the axis of errors, of which there are no parts; only what was scaled to the canary's traffic can be less than one. */
  const ERROR_STEPS = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((first) => first * 10 ** power)).flat();
  const DAY = 86_400;
  /** How much longer than the window after the one before is shown at first, and how many buckets of it at least. */
  const MOST_BESIDE = 8;
  const FEWEST_BUCKETS = 20;

  /** @param {string} name A colour of the page's theme. */
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** @param {number} value */
  const number = (value) => Number(value.toPrecision(3)).toLocaleString('en');

  const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

  /** On an axis there is room for six signs. @param {number} value */
  const axisNumber = (value) => (value < 100_000 ? number(value) : compact.format(value));

  /** @param {number} power Of ten. */
  const odds = (power) => (power < 6 ? `${number(10 ** power)} : 1` : `1e${Math.floor(power)} : 1`);

  /** @param {number} seconds */
  function duration(seconds) {
    const rest = Math.abs(Math.round(seconds));
    const parts = [
      { amount: Math.floor(rest / 3600), unit: 'h' },
      { amount: Math.floor((rest % 3600) / 60), unit: 'm' },
      { amount: rest % 60, unit: 's' },
    ].filter(({ amount }) => amount > 0);
    return parts.length === 0 ? '0s' : parts.map(({ amount, unit }) => `${amount}${unit}`).join('');
  }

  /** @param {number} seconds After the release. */
  const fromRelease = (seconds) => (seconds === 0 ? 'release' : `${seconds < 0 ? '-' : '+'}${duration(seconds)}`);

  /**
   * @param {number} seconds
   * @param {number} step Of the axis, in seconds.
   */
  function instant(seconds, step) {
    if (!chart.hasClock) return fromRelease(seconds);
    const text = new Date(seconds * 1000).toISOString();
    if (step >= DAY) return text.slice(5, 10);
    return step % 60 === 0 ? text.slice(11, 16) : text.slice(11, 19);
  }

  /** @type {(side: 'x' | 'y') => import('uplot').Axis} */
  const axis = (side) => ({
    stroke: color('faint'),
    font: '12px system-ui, sans-serif',
    grid: { show: side === 'y', stroke: color('grid'), width: 1 },
    ticks: { show: side === 'x', stroke: color('edge'), width: 1, size: 5 },
  });

  const noPoints = { show: false };

  /** What both charts share: the x axis as long as the data, the y axis from zero, one line at the pointer. @param {number} top */
  const frame = (top) =>
    /** @satisfies {Partial<import('uplot').Options>} */ ({
      width: 0,
      height: 0,
      legend: { show: false },
      cursor: { y: false, points: noPoints, drag: { x: true, y: false } },
      scales: {
        x: { time: false, range: (/** @type {Plot} */ _, from, to) => /** @type {[number, number]} */ ([from, to]) },
        y: { range: /** @type {[number, number]} */ ([0, top]) },
      },
    });

  /** A line across the whole plot. @type {(value: number) => import('uplot').Series.PathBuilder} */
  const across = (value) => (plot) => {
    const path = new Path2D();
    const y = plot.valToPos(value, 'y', true);
    path.moveTo(plot.bbox.left, y);
    path.lineTo(plot.bbox.left + plot.bbox.width, y);
    return { stroke: path };
  };

  /** Bars as wide as the time they stand for. @type {(heightOf: (bar: Bar) => number | null) => import('uplot').Series.PathBuilder} */
  const barPaths = (heightOf) => (plot) => {
    const path = new Path2D();
    const floor = plot.valToPos(0, 'y', true);
    for (const bar of bars) {
      const height = heightOf(bar);
      if (height === null || height <= 0) continue;
      const left = plot.valToPos(bar.from, 'x', true);
      const width = plot.valToPos(bar.to, 'x', true) - left;
      const gap = width > 5 * devicePixelRatio ? 1.5 * devicePixelRatio : 0;
      const top = plot.valToPos(Math.min(height, TOP * 2), 'y', true);
      path.rect(left + gap / 2, top, width - gap, floor - top);
    }
    return { fill: path };
  };

  /** Steps from bucket to bucket of the stable instances, broken where they have no data. @type {import('uplot').Series.PathBuilder} */
  const stablePaths = (plot) => {
    const path = new Path2D();
    let isDrawn = false;
    for (const { from, to, errors } of chart.stable) {
      const y = plot.valToPos(errors ?? 0, 'y', true);
      const x = plot.valToPos(from, 'x', true);
      if (errors !== null && isDrawn) path.lineTo(x, y);
      if (errors !== null && !isDrawn) path.moveTo(x, y);
      if (errors !== null) path.lineTo(plot.valToPos(to, 'x', true), y);
      isDrawn = errors !== null;
    }
    return { stroke: path };
  };

  /** The window after is seen first with as much of the one before as tells it apart: a few seconds would vanish beside hours. */
  function firstView() {
    const end = bars.at(-1)?.to ?? chart.release;
    const shown = Math.max(MOST_BESIDE * (end - chart.release), FEWEST_BUCKETS * chart.bucketSeconds);
    return { min: Math.max(bars[0]?.from ?? 0, chart.release - shown), max: end };
  }

  /** @returns {Drawing} */
  function drawErrors() {
    const at = [
      Math.min(bars[0]?.from ?? 0, chart.release),
      ...bars.map(({ from, to }) => (from + to) / 2),
      Math.max(bars.at(-1)?.to ?? 0, chart.release),
    ];
    /** @param {(bar: Bar) => number | null} valueOf */
    const values = (valueOf) => [null, ...bars.map(valueOf), null];
    /** @param {Bar} bar */
    const judged = ({ errors, leftOut }) => (leftOut ? null : errors);
    /** @param {Bar} bar */
    const notJudged = ({ errors, leftOut }) => (leftOut ? errors : null);
    const lines = [
      { label: 'usual', value: chart.level, stroke: color('level'), width: 1.5, dash: [3, 5] },
      { label: 'limit', value: chart.limit, stroke: color('limit'), width: 2.5, dash: [] },
    ].flatMap(({ value, ...line }) => (value === null ? [] : [{ ...line, value }]));
    const stable = { label: 'stable', stroke: color('stable'), width: 3, points: noPoints, paths: stablePaths };
    const hasStable = chart.stable.length > 0;
    return {
      options: {
        ...frame(TOP),
        axes: [
          {
            ...axis('x'),
            size: 34,
            incrs: STEPS,
            space: 72,
            values: (_, splits, __, ___, step) => splits.map((split) => instant(split, step)),
          },
          {
            ...axis('y'),
            size: 52,
            ...(chart.top >= 1 && { incrs: ERROR_STEPS }),
            values: (_, splits) => splits.map(axisNumber),
          },
        ],
        series: [
          {},
          { label: 'errors', fill: color('errors'), width: 0, points: noPoints, paths: barPaths(judged) },
          { label: 'not judged', fill: color('left-out'), width: 0, points: noPoints, paths: barPaths(notJudged) },
          ...(hasStable ? [stable] : []),
          ...lines.map(({ value, ...line }) => ({ ...line, points: noPoints, paths: across(value) })),
        ],
        hooks: { drawClear: [drawGround], draw: [drawRelease] },
      },
      data: [
        at,
        values(judged),
        values(notJudged),
        ...(hasStable ? [values(stableBeside)] : []),
        ...lines.map(({ value }) => at.map(() => value)),
      ],
      readouts: bars.map(readErrors),
      view: firstView(),
    };
  }

  /** @param {Bar} bar */
  function stableBeside({ from }) {
    return chart.stable.find((bar) => bar.from <= from && from < bar.to)?.errors ?? null;
  }

  /** @param {Bar} bar */
  function readErrors(bar) {
    const { from, to, errors, leftOut } = bar;
    const stable = stableBeside(bar);
    const parts = [`${instant(from, 1)} – ${instant(to, 1)}`];
    parts.push(errors === null ? 'no data' : `${number(errors)} errors per ${duration(chart.bucketSeconds)}`);
    if (stable !== null) parts.push(`stable ${number(stable)}`);
    if (errors !== null && leftOut) parts.push('not judged');
    else if (errors !== null && chart.limit !== null)
      parts.push(`${errors > chart.limit ? 'over' : 'within'} the limit of ${number(chart.limit)}`);
    return parts.join(' · ');
  }

  /** The ground of the window after the release, and of buckets without data. @param {Plot} plot */
  function drawGround(plot) {
    const { ctx, bbox } = plot;
    const end = bbox.left + bbox.width;
    /** @type {(from: number, to: number, fill: string) => void} */
    const band = (from, to, fill) => {
      const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
      const right = Math.min(end, to === Infinity ? end : plot.valToPos(to, 'x', true));
      ctx.fillStyle = fill;
      if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
    };
    ctx.save();
    band(chart.release, Infinity, color('after'));
    for (const { from, to, errors } of bars) if (errors === null) band(from, to, color('missing'));
    ctx.restore();
  }

  /** The release, the names of the windows, and the tops of bars that go on. @param {Plot} plot */
  function drawRelease(plot) {
    const { ctx, bbox } = plot;
    const pixel = devicePixelRatio;
    const x = plot.valToPos(chart.release, 'x', true);
    const room = bbox.left + bbox.width - x;
    ctx.save();
    ctx.font = `${12 * pixel}px system-ui, sans-serif`;
    ctx.fillStyle = color('text');
    ctx.strokeStyle = color('text');
    if (x >= bbox.left && room >= 0) {
      ctx.lineWidth = 1.5 * pixel;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top - 20 * pixel);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const isLeft = x - bbox.left > 150 * pixel;
      ctx.textAlign = isLeft ? 'right' : 'left';
      const name = `release ${chart.hasClock ? instant(chart.release, 1) : ''}`.trimEnd();
      ctx.fillText(
        isLeft ? `before  ◂  ${name}` : `${name}  ▸  after`,
        x + (isLeft ? -6 : 6) * pixel,
        bbox.top - 9 * pixel,
      );
      ctx.textAlign = 'left';
      if (isLeft && room > 50 * pixel) ctx.fillText('▸  after', x + 6 * pixel, bbox.top - 9 * pixel);
    }
    ctx.textAlign = 'center';
    for (const { from, to, errors } of bars) {
      const at = plot.valToPos((from + to) / 2, 'x', true);
      const isSeen = at >= bbox.left && at <= bbox.left + bbox.width;
      if (errors !== null && errors > TOP && isSeen) ctx.fillText('▲', at, bbox.top + 10 * pixel);
    }
    ctx.restore();
  }

  /**
   * @param {EvidenceData} evidenceData
   * @returns {Drawing}
   */
  function drawEvidence({ looks, firedAt, marks }) {
    const top = Math.max(...looks.flatMap((look) => [look.odds, look.enough]));
    return {
      options: {
        ...frame(top * 1.1),
        axes: [
          { ...axis('x'), size: 34, incrs: STEPS, space: 72, values: (_, splits) => splits.map(fromRelease) },
          { ...axis('y'), size: 76, splits: () => [...marks], values: (_, splits) => splits.map(odds) },
        ],
        series: [
          {},
          {
            label: 'evidence',
            stroke: color('evidence'),
            width: 2,
            points: { show: true, size: 6, fill: color('evidence') },
          },
          { label: 'enough', stroke: color('limit'), width: 2.5, points: noPoints },
        ],
      },
      data: [
        [0, ...looks.map(({ seconds }) => seconds), looks.at(-1)?.seconds ?? 0],
        [null, ...looks.map((look) => look.odds), null],
        [looks[0]?.enough ?? null, ...looks.map(({ enough }) => enough), null],
      ],
      readouts: looks.map((look) => {
        const isCertain = look.seconds === firedAt ? ' · certain' : '';
        return `${fromRelease(look.seconds)} · evidence ${odds(look.odds)} · ${odds(look.enough)} is enough${isCertain}`;
      }),
    };
  }

  /** @type {Readonly<Record<string, number>>} */
  const MOVES = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -10,
    PageUp: 10,
    Home: -Infinity,
    End: Infinity,
  };

  /**
   * Puts a chart that can be read with mouse, finger and keys in the place of a still one. A slider, because screen readers
   * leave its arrow keys to the page and read out its value.
   * @param {HTMLElement} host
   * @param {() => Drawing} draw
   * @param {number} height
   */
  function mount(host, draw, height) {
    const live = document.createElement('div');
    live.className = 'live';
    const surface = document.createElement('div');
    surface.className = 'plot';
    surface.tabIndex = 0;
    surface.setAttribute('role', 'slider');
    surface.setAttribute('aria-label', host.dataset['label'] ?? '');
    const showAll = document.createElement('button');
    showAll.type = 'button';
    showAll.className = 'show-all';
    showAll.textContent = 'show all';
    showAll.hidden = true;
    const readout = document.createElement('p');
    readout.className = 'readout';
    readout.setAttribute('aria-hidden', 'true');
    const below = document.createElement('div');
    below.className = 'below';
    below.append(readout, showAll);
    live.append(surface, below);
    host.append(live);
    host.classList.add('is-live');
    // Only the still picture can be wider than the page, and need to be scrolled.
    host.removeAttribute('tabindex');

    let drawing = draw();
    /** @type {Plot | null} */
    let plot = null;
    let current = -1;
    const lastIndex = () => drawing.readouts.length - 1;
    const ends = () => ({ min: drawing.data[0].at(0) ?? 0, max: drawing.data[0].at(-1) ?? 1 });
    const size = () => ({
      width: Math.max(host.clientWidth, 240),
      height: host.clientWidth < 560 ? Math.round(height * 0.8) : height,
    });

    /** @param {number} index */
    function tell(index) {
      current = index;
      const text = drawing.readouts[index] ?? 'Point at the chart or use the arrow keys; drag to look closer.';
      readout.textContent = text;
      surface.setAttribute('aria-valuenow', String(Math.max(0, index)));
      surface.setAttribute('aria-valuetext', text);
    }

    function build() {
      plot?.destroy();
      drawing = draw();
      surface.setAttribute('aria-valuemin', '0');
      surface.setAttribute('aria-valuemax', String(Math.max(0, lastIndex())));
      /** @param {Plot} moved */
      const onCursor = ({ cursor: { idx, left } }) => {
        if (typeof idx === 'number' && (left ?? -1) >= 0) tell(Math.min(Math.max(idx - 1, 0), lastIndex()));
      };
      /** @param {Plot} zoomed */
      const onScale = ({ scales }) => {
        const { min, max } = ends();
        showAll.hidden = scales['x']?.min === min && scales['x']?.max === max;
      };
      const hooks = { ...drawing.options.hooks, setCursor: [onCursor], setScale: [onScale] };
      plot = new uPlot({ ...drawing.options, ...size(), padding: [26, 30, 0, 0], hooks }, drawing.data, surface);
      if (drawing.view !== undefined && drawing.view.min > ends().min) plot.setScale('x', drawing.view);
      tell(current);
    }

    surface.addEventListener('keydown', (event) => {
      const step = MOVES[event.key];
      if (event.key === 'Escape') plot?.setScale('x', ends());
      if (step === undefined) return;
      event.preventDefault();
      const index = Math.min(Math.max(current + step, 0), lastIndex());
      plot?.setCursor({ left: plot.valToPos(drawing.data[0][index + 1] ?? 0, 'x'), top: 0 });
      tell(index);
    });
    showAll.addEventListener('click', () => {
      plot?.setScale('x', ends());
      surface.focus();
    });
    build();
    new ResizeObserver(() => plot?.setSize(size())).observe(host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', build);
  }

  const errorsHost = document.querySelector('#chart');
  const evidenceHost = document.querySelector('#evidence');
  if (errorsHost instanceof HTMLElement && bars.length > 0) mount(errorsHost, drawErrors, 320);
  if (evidenceHost instanceof HTMLElement && evidence !== null) mount(evidenceHost, () => drawEvidence(evidence), 190);
})();
