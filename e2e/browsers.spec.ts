import { expect, test, type Page } from '@playwright/test'
import { firefoxPath, startFirefox, type Tab } from './firefox.ts'
import { installedWebKit, startWebKit } from './webkit.ts'

const QUERY = '?speed=200&lang=en&seed=7'
const CHAPTERS = 3
const firefox = firefoxPath()
const webkit = installedWebKit()
/** Beside the ports of the page's own server. */
const DRIVER_PORT = Number(process.env['E2E_PORT'] ?? 4173) + 1000

/** Where the page stands: the fingerprint of all that has happened, and the clock with it. */
const STAND = `JSON.stringify([document.querySelector('[data-hash]').dataset.hash, document.querySelector('#transport [role="slider"]').getAttribute('aria-valuetext')])`
const OPENED = `(document.querySelector('[data-hash]')?.dataset.hash ?? '') !== ''`
const RESTS = `document.querySelector('[data-settled="true"]') !== null`
const left = (stand: unknown): string => `${STAND} !== ${JSON.stringify(stand)} && ${RESTS}`

/** The lesson's commands, each given at rest; where the page stands before, between and after. */
async function lesson(tab: Pick<Tab, 'evaluate' | 'until' | 'press'>): Promise<readonly unknown[]> {
  await tab.until(OPENED)
  const stands = [await tab.evaluate(STAND)]
  for (let chapter = 0; chapter < CHAPTERS; chapter++) {
    await tab.press('Enter')
    await tab.until(left(stands.at(-1)))
    stands.push(await tab.evaluate(STAND))
  }
  return stands
}

const chromium = (page: Page): Pick<Tab, 'evaluate' | 'until' | 'press'> => ({
  evaluate: (expression) => page.evaluate(expression), until: async (expression) => { await page.waitForFunction(expression) }, press: (key) => page.keyboard.press(key),
})

async function sameHistory(page: Page, other: Tab, baseURL: string): Promise<void> {
  try {
    await page.goto(`./${QUERY}`)
    const here = await lesson(chromium(page))
    expect(new Set(here).size).toBe(CHAPTERS + 1)
    await other.open(`${baseURL}${QUERY}`)
    expect(await lesson(other)).toEqual(here)
  } finally {
    await other.close()
  }
}

test('Firefox lives the same history as Chromium, message by message: one fingerprint after each of the lesson’s commands', async ({ page, baseURL }) => {
  test.skip(firefox === undefined, 'no Firefox was found: set FIREFOX, or install it as /usr/bin/firefox or /usr/bin/firefox-esr')
  await sameHistory(page, await startFirefox(firefox!), baseURL!)
})

test('WebKit, of which Safari is made, lives the same history as Chromium', async ({ page, baseURL }) => {
  test.skip(webkit === undefined, 'no WebKit was found: install Debian’s webkit2gtk-driver and xvfb')
  await sameHistory(page, await startWebKit(webkit!, DRIVER_PORT), baseURL!)
})

test('the engine is a module among its modules, so that no browser begins a second one for its late parts', async ({ page }) => {
  await page.goto(`./${QUERY}`)
  await page.waitForFunction(OPENED)
  // The line that imports it, not its file.
  for (const worker of page.workers()) expect(worker.url()).toMatch(/^blob:/)
  expect(page.workers()).toHaveLength(1)
})
