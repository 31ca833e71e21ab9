import { defineConfig } from 'vitest/config';

// Forked processes, not threads: the embedded engine binds one data directory a process and must be able to die alone.
const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    // Many tests wait, for a window or a deadline: one worker less than cores, as usual, would leave a small machine idle.
    maxWorkers: 3,
    reporters: ['default', ['json', { outputFile: 'coverage/test-report.json' }]],
    projects: [
      { test: { ...common, name: 'inside', include: ['test/{unit,integration}/**/*.test.ts'] } },
      { test: { ...common, name: 'e2e', include: ['test/e2e/**/*.test.ts'], globalSetup: ['test/helpers/setup.ts'] } },
    ],
  },
});
