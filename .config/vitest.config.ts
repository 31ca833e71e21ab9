import { defineConfig } from 'vitest/config';

// The process forks (not threads): the embedded engine binds one data directory a process and must be able to die alone.
export default defineConfig({
  test: {
    root: import.meta.dirname + '/..',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    globalSetup: ['test/helpers/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: 'coverage/test-report.json' }]],
  },
});
