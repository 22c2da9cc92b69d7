import { defineConfig } from 'vitest/config'

const SECOND = 1000

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Forks, because the Temporal worker's native part does not like to be loaded twice in one process.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60 * SECOND,
    hookTimeout: 120 * SECOND,
    globalSetup: 'test/support/global-setup.ts',
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
