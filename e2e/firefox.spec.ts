import { expect, test, type Page } from '@playwright/test'
import { firefoxPath, startFirefox, type FirefoxTab } from './firefox.ts'

const QUERY = '?speed=200&lang=en&seed=7'
const CHAPTERS = 3
const path = firefoxPath()

/** Where the page stands: the fingerprint of all that has happened, and the clock with it. */
const STAND = `JSON.stringify([document.querySelector('[data-hash]').dataset.hash, document.querySelector('#transport [role="slider"]').getAttribute('aria-valuetext')])`
const OPENED = `(document.querySelector('[data-hash]')?.dataset.hash ?? '') !== ''`
const RESTS = `document.querySelector('[data-settled="true"]') !== null`
const left = (stand: unknown): string => `${STAND} !== ${JSON.stringify(stand)} && ${RESTS}`

/** The lesson's commands, each given at rest; where the page stands before, between and after. */
async function lesson(tab: Pick<FirefoxTab, 'evaluate' | 'until' | 'press'>): Promise<readonly unknown[]> {
  await tab.until(OPENED)
  const stands = [await tab.evaluate(STAND)]
  for (let chapter = 0; chapter < CHAPTERS; chapter++) {
    await tab.press('Enter')
    await tab.until(left(stands.at(-1)))
    stands.push(await tab.evaluate(STAND))
  }
  return stands
}

const chromium = (page: Page): Pick<FirefoxTab, 'evaluate' | 'until' | 'press'> => ({
  evaluate: (expression) => page.evaluate(expression), until: async (expression) => { await page.waitForFunction(expression) }, press: (key) => page.keyboard.press(key),
})

test('Firefox lives the same history as Chromium, message by message: one fingerprint after each of the lesson’s commands', async ({ page, baseURL }) => {
  test.skip(path === undefined, 'no Firefox was found: set FIREFOX, or install it as /usr/bin/firefox or /usr/bin/firefox-esr')
  await page.goto(`./${QUERY}`)
  const here = await lesson(chromium(page))
  const firefox = await startFirefox(path!)
  try {
    await firefox.open(`${baseURL}${QUERY}`)
    expect(await lesson(firefox)).toEqual(here)
    expect(new Set(here).size).toBe(CHAPTERS + 1)
  } finally {
    await firefox.close()
  }
})
