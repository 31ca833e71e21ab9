// Prints `N passed, N failed` from the test runner's own report, for CI. Fails unless tests ran, and all of them passed.
import { readFileSync } from 'node:fs';

const file = new URL('../coverage/test-report.json', import.meta.url);
try {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A test file that cannot be loaded has no tests to count, so it counts as one.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + brokenFiles.length;
  const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : '';
  console.log(`${report.numPassedTests} passed, ${failed} failed${skipped}`);
  if (!report.success || failed > 0 || report.numPassedTests === 0) process.exitCode = 1;
} catch (error) {
  console.error(`The tests did not run to their end: ${error.message}`);
  console.log('0 passed, 0 failed');
  process.exitCode = 1;
}
