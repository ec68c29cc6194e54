import { expect, test, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CREATE, hash, noAxeViolations, run, screenText, settled } from './page.ts'

// A host of its own, on which a second build of the page appears while the first one is read.

let folder = ''
let host: ChildProcess
let address = ''

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glass-host-'))
  cpSync(process.env.E2E_DIST ?? 'dist', folder, { recursive: true })
  host = spawn('node', ['src/build/serve.mjs', '--port', '0', '--dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  address = await new Promise<string>((found) => { host.stdout!.on('data', (text: Buffer) => { const at = /http:\S+/.exec(text.toString())?.[0]; if (at) found(at) }) })
})

test.afterEach(() => {
  host.kill()
  rmSync(folder, { recursive: true })
})

/** The second build: another title, and a service worker that keeps it under another name. */
function deploy(): void {
  const edit = (file: string, from: RegExp, to: string) => {
    const text = readFileSync(join(folder, file), 'utf8')
    expect(text).toMatch(from)
    writeFileSync(join(folder, file), text.replace(from, to))
  }
  edit('index.html', /<title>[^<]*/, '<title>The second build')
  edit('sw.js', /'glass-\w+'/, "'glass-second'")
}

const look = (page: Page) => page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())!.update() })
const notice = (page: Page) => page.getByText('A newer version of this page is here.')
const QUERY = 'speed=200&lang=en&theme=dark'

async function visit(page: Page): Promise<void> {
  await page.goto(`${address}?${QUERY}`)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.goto(`${address}?${QUERY}`)
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await settled(page)
  await page.keyboard.press('t')
}

test('a new version is announced and not forced; loaded when asked for, it goes on with the same session', async ({ page }) => {
  await visit(page)
  await run(page, CREATE)
  const here = await hash(page)
  await expect(notice(page)).toHaveCount(0)
  deploy()
  await look(page)
  await expect(notice(page)).toBeVisible()
  await noAxeViolations(page)
  await expect(page).toHaveTitle(/Glass Cluster/)
  expect(await hash(page)).toBe(here)
  await page.getByRole('button', { name: 'Load it' }).click()
  await expect(page).toHaveTitle('The second build')
  await expect(page.getByText('Your session was restored.')).toBeVisible()
  await expect.poll(() => hash(page)).toBe(here)
  await expect(screenText(page)).toContainText('deployment.apps/httpd-app created')
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(['glass-second'])
})

test('a reader in another tab keeps the version that they read, with all of its parts', async ({ page, context }) => {
  await visit(page)
  const other = await context.newPage()
  await visit(other)
  await run(other, CREATE)
  const here = await hash(other)
  deploy()
  // Whatever the old build has not fetched yet is gone from the host.
  await look(page)
  await page.getByRole('button', { name: 'Load it' }).click()
  await expect(page).toHaveTitle('The second build')
  rmSync(join(folder, 'assets'), { recursive: true })
  await expect(other).toHaveTitle(/Glass Cluster/)
  expect(await hash(other)).toBe(here)
  await other.keyboard.press('Escape')
  await other.keyboard.press('g')
  await expect(other.getByRole('dialog')).toBeVisible()
})

test('the notice can be sent away, and the lesson goes on as it was', async ({ page }) => {
  await visit(page)
  deploy()
  await look(page)
  await expect(notice(page)).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice(page)).toHaveCount(0)
  await run(page, CREATE)
  await expect(page).toHaveTitle(/Glass Cluster/)
})
