import type { Report } from '../../core/report.js';
import type { Verdict } from '../../core/verdict.js';
import { dateOf, timeOfDay } from '../clock.js';
import { ADVICE } from '../advice.js';
import { markup, type Markup } from './markup.js';
import { verdictIcon } from './icons.js';

/** The code of each verdict where --if-inconclusive does not map it. */
const HONEST_CODE = { pass: 0, rollback: 10, inconclusive: 20 } as const satisfies Record<Verdict, number>;

/** The verdict, whose it is, what to do, and the sentence that decided. */
export function headSection(report: Report): Markup {
  const { verdict, service, source, exitCode } = report;
  const [decided] = report.reasons;
  const code =
    exitCode === HONEST_CODE[verdict] ? `exit code ${exitCode}` : `exit code ${exitCode}, mapped by --if-inconclusive`;
  return markup`<header class="verdict ${verdict}">
    <div class="verdict-line">
      ${verdictIcon(verdict)}
      <h1>${verdict}</h1>
      <p class="who">
        <bdi>${service ?? 'a recorded series'}</bdi>
        ${source.canary.map((selector) => markup`<span class="selector"><bdi>${selector}</bdi></span>`)}
      </p>
    </div>
    <p class="advice">${ADVICE[verdict]}</p>
    <p class="sentence">${decided?.message ?? ''}</p>
    <p class="meta">${released(report)}${code}</p>
  </header>`;
}

function released({ release }: Report): Markup | null {
  if (release.at === null) return null;
  return markup`released <time datetime="${release.at}">${dateOf(release.at)} ${timeOfDay(release.at)} UTC</time> · `;
}

/** The title of the window. */
export function titleOf({ verdict, service }: Report): string {
  return `${verdict.toUpperCase()}: ${service ?? 'a recorded series'}`;
}
