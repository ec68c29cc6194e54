import { defineConfig, devices } from '@playwright/test'
import { chromiumPath } from './src/build/chromium.mjs'

const isRoot = process.getuid?.() === 0
const executablePath = chromiumPath()
const PORT = Number(process.env.E2E_PORT ?? 4173)
/** Another build than the one that stands in `dist`, when several people test at once. */
const DIST = process.env.E2E_DIST ?? 'dist'
const PREFIX = '/any/sub/path'
/** Messages between page and engine come late: tests that look too early are found (`src/build/late-messages.mjs`). */
const LATE = process.env.E2E_LATE ? ' --late' : ''

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A test that needs its second try is listed as flaky, by name.
  retries: 1,
  reporter: 'list',
  outputDir: 'test-results',
  timeout: 120_000,
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    baseURL: `http://127.0.0.1:${PORT}${PREFIX}/`,
    // The document at each step tells what went wrong; a film of the screen costs a sixth of the time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      chromiumSandbox: !isRoot,
      args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: { command: `node src/build/serve.mjs --port ${PORT} --prefix ${PREFIX} --dir ${DIST}${LATE}`, url: `http://127.0.0.1:${PORT}${PREFIX}/`, reuseExistingServer: false },
})
