import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** The end-to-end tests run the built package, so it must be of these sources. */
export default function setup(): void {
  const root = path.resolve(import.meta.dirname, '../..');
  execFileSync(process.execPath, ['.config/ready.js'], { cwd: root, stdio: 'inherit' });
}
