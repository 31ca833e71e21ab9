import { defineConfig } from 'vitest/config';

// Forked processes, not threads: the embedded engine binds one data directory a process and must be able to die alone.
const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    reporters: ['default', ['json', { outputFile: 'coverage/test-report.json' }]],
    projects: [
      { test: { ...common, name: 'inside', include: ['test/{unit,integration}/**/*.test.ts'] } },
      { test: { ...common, name: 'e2e', include: ['test/e2e/**/*.test.ts'], globalSetup: ['test/helpers/setup.ts'] } },
    ],
  },
});
