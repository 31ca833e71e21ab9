#!/usr/bin/env node
import { main } from '../src/cli.js';
import { useCodeCache } from './code-cache.js';

export { runningParts } from './code-cache.js';

useCodeCache();
void run();

/** The build makes CommonJS of this file, where nothing can be awaited outside of a function. */
async function run(): Promise<void> {
  process.exitCode = await main(process.argv, process);
}
