import { defineConfig } from 'vitest/config';

// Forked processes, not threads: the embedded engine binds one data directory a process and must be able to die alone.
const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

// These run live releases against the clock at a tenth of the usual time: a machine that stalls for a second looks to them like
// a pipeline that is late, which the tool is right to tell. So they may try a second time.
const live = { ...common, retry: 1 } as const;

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    reporters: ['default', ['json', { outputFile: 'coverage/test-report.json' }]],
    projects: [
      { test: { ...common, name: 'inside', include: ['test/{unit,integration}/**/*.test.ts'] } },
      { test: { ...live, name: 'e2e', include: ['test/e2e/**/*.test.ts'], globalSetup: ['test/helpers/setup.ts'] } },
    ],
  },
});
