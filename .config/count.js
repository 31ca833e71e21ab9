// Prints `N passed, N failed` from the test runner's own report, for CI.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(new URL('../coverage/test-report.json', import.meta.url), 'utf8'));
const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : '';
console.log(`${report.numPassedTests} passed, ${report.numFailedTests} failed${skipped}`);
if (!report.success || report.numPassedTests === 0) process.exitCode = 1;
