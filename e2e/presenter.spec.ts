import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { clock, CREATE, elsewhere, hash, noAxeViolations, open, screenText, settled, soon } from './page.ts'

const QUERY = 'speed=200&lang=en&theme=dark'

/** The audience's window, and the speaker's that was opened from it. */
async function both(page: Page, context: BrowserContext, query = QUERY): Promise<Page> {
  await open(page, query)
  await page.keyboard.press('Escape')
  const [speaker] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Shift+P')])
  speaker.on('pageerror', (error) => { throw error })
  await here(speaker)
  return speaker
}

const here = (speaker: Page) => expect(speaker.locator('[data-audience="here"]')).toBeVisible({ timeout: 20_000 })
const shown = (page: Page) => page.locator('#stage section p').first()
const forward = (speaker: Page) => speaker.getByRole('button', { name: 'One step forward' })
/** Runs the lesson's first command from the speaker's window, and waits until it has ended and the cluster rests: before the click arrives, it rests too. */
async function create(speaker: Page, page: Page): Promise<void> {
  await speaker.getByRole('button', { name: 'Run the next command' }).click()
  await expect(speaker.locator('[role="log"]')).toContainText('deployment.apps/httpd-app created')
  await settled(page)
}
const answers = (speaker: Page) => speaker.getByTestId('answers').getByRole('listitem')

test('the speaker steers one engine from a second window, and sees what the audience does not', async ({ page, context }) => {
  const speaker = await both(page, context)
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toHaveCount(0)
  await expect(page.locator('#story')).toHaveCount(0)
  expect(speaker.workers()).toHaveLength(0)
  await expect(speaker.getByRole('complementary', { name: 'Notes' })).toContainText('nobody calls the kubelet')
  await expect(speaker.getByTestId('next')).toHaveText('kubectl turns your words into a Deployment object. Nothing has been sent yet.')
  await create(speaker, page)
  await soon(() => speaker.getByTestId('now').innerText()).toBe(await shown(page).innerText())
  await page.keyboard.press('Home')
  await soon(async () => (await clock(page)).seconds).toBe(0)
  await speaker.getByRole('combobox').selectOption('milestone')
  for (let count = 0; count < 3; count++) {
    const before = await hash(page)
    await forward(speaker).click()
    await elsewhere(page, before)
    await soon(() => speaker.getByTestId('now').innerText()).toBe(await shown(page).innerText())
  }
  await expect(speaker.getByRole('timer')).toHaveText(/^\d\d:\d\d$/)
})

test('the speaker knows what the run will answer before the audience does; the question can be asked, and the run answers it', async ({ page, context }) => {
  const speaker = await both(page, context)
  await create(speaker, page)
  await page.keyboard.press('Home')
  await soon(() => answers(speaker).count()).toBe(0)
  await expect(speaker.getByRole('banner')).toContainText(/(?<!\d)0\.000 s/)
  await speaker.getByRole('combobox').selectOption('milestone')
  for (let count = 0; count < 20 && await answers(speaker).count() === 0; count++) {
    const before = await hash(page)
    await forward(speaker).click()
    await elsewhere(page, before)
    await soon(() => speaker.getByTestId('now').innerText()).toBe(await shown(page).innerText())
  }
  const told = answers(speaker).and(speaker.locator('[data-right="true"]'))
  await expect(told).toContainText('the run will answer this')
  const option = (await told.innerText()).split('\n')[0]!
  await speaker.getByRole('button', { name: 'Ask the audience' }).click()
  const question = page.getByTestId('question')
  await expect(question).toBeVisible()
  await expect(question.locator('[data-right="true"]')).toHaveCount(0)
  await forward(speaker).click()
  await expect(question.locator('[data-right="true"]')).toContainText(option)
  await expect(told).toContainText('the run answered this')
  await speaker.getByRole('button', { name: 'Take the question away' }).click()
  await expect(question).toHaveCount(0)
})

test('captions are twice their size at least, and a clicker steps and darkens', async ({ page, context }) => {
  await open(page, QUERY)
  const size = () => shown(page).evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize))
  const usual = await size()
  await page.keyboard.press('Escape')
  const [speaker] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Shift+P')])
  await here(speaker)
  expect(await size()).toBeGreaterThanOrEqual(2 * usual)
  await create(speaker, page)
  await page.bringToFront()
  for (const key of ['PageUp', 'PageDown', 'PageUp', '.']) {
    const before = await hash(page)
    await page.keyboard.press(key)
    await elsewhere(page, before)
  }
  await page.keyboard.press('b')
  await expect(page.getByTestId('blank')).toBeVisible()
  await expect(speaker.getByRole('button', { name: 'Show the stage' })).toBeVisible()
  await speaker.getByRole('button', { name: 'Show the stage' }).click()
  await expect(page.getByTestId('blank')).toHaveCount(0)
  await speaker.locator('body').press('PageUp')
})

test('a closed speaker’s window is told and costs nothing; another one takes its place', async ({ page, context }) => {
  const speaker = await both(page, context)
  await create(speaker, page)
  const at = await hash(page)
  await speaker.close()
  await expect(page.getByText('The speaker’s window is closed.')).toBeVisible()
  expect(await hash(page)).toBe(at)
  const [again] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Notes window' }).click()])
  await here(again)
  await expect(page.getByText('The speaker’s window is closed.')).toHaveCount(0)
  await expect(again.locator('[role="log"]')).toContainText('deployment.apps/httpd-app created')
})

test('a closed audience’s window is told; another one lives the same session, and a reload comes back by itself', async ({ page, context }) => {
  const speaker = await both(page, context)
  await create(speaker, page)
  const at = await hash(page)
  await page.waitForFunction(() => (JSON.parse(sessionStorage.getItem('glass-cluster.session') ?? '{}') as { head?: { settled?: boolean } }).head?.settled === true)
  await page.reload()
  await expect.poll(() => hash(page)).toBe(at)
  await here(speaker)
  await soon(() => speaker.getByTestId('now').innerText()).toBe(await shown(page).innerText())
  // The speaker's window has taken down the session up to its rest by then: it asks for it whenever time has moved.
  await speaker.waitForFunction(() => document.querySelector('[data-kept]')?.getAttribute('data-kept') === 'true')
  await page.close()
  await expect(speaker.getByRole('alert')).toContainText('The audience’s window is closed.')
  await expect(forward(speaker)).toBeDisabled()
  const [audience] = await Promise.all([context.waitForEvent('page'), speaker.getByRole('button', { name: 'Open the audience’s window' }).click()])
  await expect.poll(() => hash(audience), { timeout: 30_000 }).toBe(at)
  await here(speaker)
  await expect(forward(speaker)).toBeEnabled()
})

test('a speaker’s window that was opened by hand finds the presentation, or begins one', async ({ page, context }) => {
  await page.goto(`./?presenter&lang=en&theme=dark`)
  await expect(page.getByRole('alert')).toContainText('No window is presenting yet.')
  const [audience] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Open the audience’s window' }).click()])
  await here(page)
  await expect(audience.getByRole('button', { name: 'End presentation' })).toBeVisible()
  await page.close()
  await expect(audience.getByText('The speaker’s window is closed.')).toBeVisible()
  const other = await context.newPage()
  await other.goto(`./?presenter&lang=en&theme=dark`)
  await here(other)
  await audience.getByRole('button', { name: 'End presentation' }).click()
  await expect(other.getByRole('alert')).toContainText('The presentation was ended')
})

test('the terminal of the speaker’s window runs what is typed there', async ({ page, context }) => {
  const speaker = await both(page, context)
  await speaker.locator('#terminal textarea').first().fill('kubectl get nodes')
  await speaker.keyboard.press('Enter')
  await expect(speaker.locator('[role="log"]')).toContainText('control-plane')
  await page.getByRole('button', { name: 'End presentation' }).click()
  await page.keyboard.press('t')
  await expect(screenText(page)).toContainText('control-plane')
  await expect(screenText(page)).not.toContainText(CREATE)
})

for (const [theme, lang] of [['dark', 'en'], ['dark', 'zh'], ['light', 'en'], ['light', 'zh']] as const) {
  test(`axe finds nothing in either window: ${theme}, ${lang}`, async ({ page, context }) => {
    const speaker = await both(page, context, `speed=200&lang=${lang}&theme=${theme}`)
    await noAxeViolations(page)
    await noAxeViolations(speaker)
    await speaker.locator('main section button').filter({ hasText: '↵' }).first().click()
    await settled(page)
    await page.keyboard.press('Home')
    await expect(answers(speaker)).toHaveCount(0)
    await page.keyboard.press('5')
    for (let count = 0; count < 14 && await answers(speaker).count() === 0; count++) {
      const before = await hash(page)
      await page.keyboard.press('l')
      await elsewhere(page, before)
    }
    await speaker.locator('main section button[aria-pressed]').last().click()
    await expect(page.getByTestId('question')).toBeVisible()
    await noAxeViolations(page)
    await noAxeViolations(speaker)
    await page.close()
    await expect(speaker.getByRole('alert')).toBeVisible()
    await noAxeViolations(speaker)
  })
}
