// The service that is released: answers requests that nobody sends, and counts its log lines a level, as yours would.
//   service.mjs FOLDER PORT    the version that runs stands in FOLDER/version
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createLevelCounts } from '../emitters/level-counts.mjs';

/** Part of the requests that fail; 2.0.0 is the bad release. */
const FAILING = { '1.0.0': 0.01, '1.1.0': 0.01, '2.0.0': 0.1 };

const REQUESTS_A_TURN = 15;
const TURN_MS = 50;

const [folder = '.', port] = process.argv.slice(2);
const counts = createLevelCounts({ service: 'payments', host: 'web-01', port: Number(port) });
let handled = 0;
const timer = setInterval(() => {
  const version = readFileSync(path.join(folder, 'version'), 'utf8').trim();
  const part = FAILING[version] ?? 1;
  for (let request = 0; request < REQUESTS_A_TURN; request += 1) {
    handled += 1;
    // Evenly, without chance: each run of the example tells the same.
    const isFailing = Math.floor(handled * part) > Math.floor((handled - 1) * part);
    counts.count(isFailing ? 'ERROR' : 'INFO');
  }
}, TURN_MS);
process.once('SIGTERM', () => {
  clearInterval(timer);
  void counts.close();
});
console.log('payments runs');
