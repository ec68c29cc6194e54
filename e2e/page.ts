import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Frame, type Locator, type Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

export const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
export const SET_IMAGE = 'kubectl set image deployment/httpd-app httpd=httpd:2.4'
export const UNDO = 'kubectl rollout undo deployment/httpd-app'

/** Opens the page; `speed` makes the story faster than an eye wants it. */
export async function open(page: Page, query = 'speed=200&lang=en&theme=dark'): Promise<void> {
  page.on('pageerror', (error) => { throw error })
  await page.goto(`./?${query}`)
  await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
  if (!(await page.locator('#terminal').isVisible())) await page.keyboard.press('t')
  await expect(page.locator('#terminal')).toBeVisible()
  await page.locator('#stage [role="tree"]').waitFor({ state: 'attached' })
}

export const terminal = (page: Page) => page.locator('#terminal textarea').first()
export const screenText = (page: Page) => page.locator('#terminal [role="log"]')
export const hash = (page: Page): Promise<string | null> => page.locator('[data-hash]').getAttribute('data-hash')
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' })
export const thing = (page: Page, id: string): Locator => page.locator(`#stage [data-thing="${id}"]`).first()

/** Does something that moves the cluster, and waits until it has come to rest. While the click is on its way, the page still rests from before. */
export async function untilRest(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await hash(page)
  await act()
  await elsewhere(page, before)
  await settled(page)
}

/** Types a line in the terminal and waits until the cluster has come to rest. */
export async function run(page: Page, line: string): Promise<void> {
  await begun(page, line)
  await settled(page)
}

/** Types a line in the terminal and waits until kubectl has ended, not until the cluster rests. */
export async function begun(page: Page, line: string): Promise<void> {
  await done(page, async () => {
    await terminal(page).fill(line)
    await terminal(page).press('Enter')
  })
}

/** Does something that runs a command, and waits until that has ended. */
export async function done(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = Number(await page.locator('#terminal').getAttribute('data-done'))
  await act()
  await page.waitForFunction((wanted) => Number(document.querySelector<HTMLElement>('#terminal')?.dataset.done) >= wanted, before + 1, { timeout: 60_000 })
}

/** The cluster rests, and has rested since something else was waited for: right after a click this says nothing, see `untilRest`. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[data-settled="true"]') !== null, undefined, { timeout: 90_000 })
}

/** Prints a command's own output: what stands behind its line. */
export async function output(page: Page, line: string): Promise<string> {
  await run(page, line)
  return printed(page, line)
}

/** What stands on the screen behind the last time that a line was run, without the button beside it. */
export async function printed(page: Page, line: string): Promise<string> {
  const text = await screenText(page).innerText()
  return text.slice(text.lastIndexOf(line) + line.length).replace(/^\s*trace\s*/, '')
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** What another theme can change: nothing but colours. */
const COLOURS = ['color-contrast', 'link-in-text-block']
/** Axe says nothing of words before a picture, or in what no pointer can hit: for its look at colours the stage is a plain ground. */
const PLAIN = 'canvas, .react-flow__pane, .react-flow__edges, #stage > [class*=ring] { visibility: hidden !important } #stage { background-image: none !important } #stage * { pointer-events: auto !important }'

/** Axe finds nothing, in the dark theme and in the light one: colours in both, all else in the page's own. */
export async function noAxeViolations(page: Page): Promise<void> {
  const own = await noAxeViolationsButColours(page)
  const other = own === 'light' ? 'dark' : 'light'
  for (const theme of [own, other]) {
    await themed(page, theme)
    expect(await violations(page, theme, { runOnly: { type: 'rule', values: COLOURS } }, PLAIN)).toEqual([])
  }
  await themed(page, own)
}

/** Axe finds nothing but what it says of colours, which are not its own to judge where the system forces them. Answers with the page's theme. */
export async function noAxeViolationsButColours(page: Page): Promise<string> {
  const own = await page.evaluate(() => document.documentElement.dataset.theme ?? '')
  for (const frame of page.frames()) await inject(frame)
  expect(await violations(page, own, { rules: Object.fromEntries(COLOURS.map((rule) => [rule, { enabled: false }])) })).toEqual([])
  return own
}

/** What passes is not written down, which takes most of the time that axe needs. */
async function violations(page: Page, theme: string, rules: RunOptions, ground = ''): Promise<readonly string[]> {
  const frames = ground === '' ? [] : page.frames()
  for (const frame of frames) await frame.evaluate((css) => { document.head.append(Object.assign(document.createElement('style'), { id: 'ground', textContent: css })) }, ground)
  const found = await page.evaluate(async (given) => {
    const { violations: all } = await (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'], ...given })
    return all.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, html, failureSummary }) => `${target.join(' ')} ${html.slice(0, 120)} ${failureSummary?.slice(0, 300)}`).join(', ') }))
  }, rules)
  for (const frame of frames) await frame.evaluate(() => document.getElementById('ground')!.remove())
  return found.map(({ id, nodes }) => `${id} (${theme}): ${nodes}`)
}

async function inject(frame: Frame): Promise<void> {
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(AXE)
}

/** The theme as its button sets it on the document; colours have come to rest, and so has what was coming in. */
async function themed(page: Page, theme: string | undefined): Promise<void> {
  for (const frame of page.frames()) {
    await frame.evaluate(async (wanted) => {
      const { dataset } = document.documentElement
      if (wanted !== undefined && dataset.theme !== undefined) dataset.theme = wanted
      await new Promise((done) => requestAnimationFrame(done))
      await Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => undefined)))
    }, theme)
  }
}

/** The clock of the page: virtual seconds and the revision of etcd, both of one moment. */
export function clock(page: Page): Promise<{ readonly seconds: number; readonly revision: number }> {
  return page.evaluate(() => ({
    seconds: Number(/[\d.]+/.exec(document.querySelector('#transport [role="slider"]')?.getAttribute('aria-valuetext') ?? '')?.[0]),
    revision: Number(/rev (\d+)/.exec(document.querySelector('#transport')?.textContent ?? '')?.[1]),
  }))
}

export interface ShownPod { readonly name: string; readonly image: string; readonly state: string; readonly node: string; readonly thing: string }

/** The Pods of an image, as the page's list for those who do not see the picture tells them (in English). */
export async function pods(page: Page, image = /^httpd/): Promise<readonly ShownPod[]> {
  const items = await page.getByRole('treeitem').evaluateAll((all) => all.map((one) => ({ text: one.textContent ?? '', thing: (one as HTMLElement).dataset.mirror ?? '' })))
  return items.flatMap(({ text, thing: id }) => {
    const [, name, shown, state, where] = /^Pod (\S+), (\S+), (.+), (no node|on \S+)$/.exec(text) ?? []
    if (name === undefined || shown === undefined || state === undefined || !image.test(shown)) return []
    return [{ name, image: shown, state, node: where?.startsWith('on ') ? where.slice(3) : '', thing: id }]
  })
}

/** Right-clicks a thing of the stage and chooses what to break about it. */
export async function breakIt(page: Page, target: Locator, what: string | RegExp): Promise<void> {
  const before = await hash(page)
  await target.click({ button: 'right', position: { x: 20, y: 10 } })
  await page.getByRole('menuitem', { name: what }).click()
  await elsewhere(page, before)
}

/** Takes back something that was broken, from its flag. */
export async function undo(page: Page, what: string | RegExp): Promise<void> {
  const before = await hash(page)
  await page.getByRole('button', { name: /\d broken/ }).click()
  await page.getByRole('listitem').filter({ hasText: what }).getByRole('button', { name: 'Undo' }).click()
  await elsewhere(page, before)
  await page.keyboard.press('Escape')
}

/** Lets time run until nothing happens any more. What is broken or healed at rest sets time going by itself. */
export async function play(page: Page): Promise<void> {
  const rests = await page.locator('[data-settled="true"]').isVisible()
  if (!rests && await page.getByRole('button', { name: 'Play', exact: true }).isVisible()) await page.getByRole('button', { name: 'Play', exact: true }).click()
  await settled(page)
}

export const stepBy = (page: Page, size: string): Promise<void> => page.getByRole('radio', { name: size, exact: true }).click()

/** One step, and the wait until the page shows another moment than before. */
export async function step(page: Page, button: 'One step forward' | 'One step back'): Promise<void> {
  const before = await hash(page)
  await page.getByRole('button', { name: button }).click()
  await elsewhere(page, before)
  // Of a step by message the first thing seen is the message on its way.
  await expect(page.locator('[data-flying="false"]')).toBeAttached()
}

/** Waits until the page shows another moment than one that is remembered by its hash, and computes no more. */
export async function elsewhere(page: Page, before: string | null): Promise<void> {
  await page.waitForFunction((old) => document.querySelector<HTMLElement>('[data-hash]')?.dataset.hash !== old && !document.querySelector('#transport')?.textContent?.includes('computing…'), before, { timeout: 20_000 })
}

/** Waits, by looking often, until something is as told. */
export const soon = <T>(look: () => Promise<T>, message?: string) => expect.poll(look, { intervals: [30], timeout: 20_000, ...(message ? { message } : {}) })

/** Types a line that is answered beside the run, and takes what stands behind it once something does: what prints it comes a moment late the first time. */
export async function ask(page: Page, line: string): Promise<string> {
  await done(page, async () => {
    await terminal(page).fill(line)
    await terminal(page).press('Enter')
  })
  await soon(() => printed(page, line)).not.toBe('')
  return printed(page, line)
}

/** From the next opening on the page's engine can be reached by `stopEngine`. */
export async function holdEngine(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Own = window.Worker
    window.Worker = class extends Own {
      constructor(...from: ConstructorParameters<typeof Worker>) {
        super(...from)
        Object.assign(window, { engineForTest: this })
      }
    }
  })
}

/** Sends the engine what no engine can do: it stops, as by a bug of ours. */
export async function stopEngine(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { engineForTest: Worker }).engineForTest.postMessage({ type: 'command', command: { do: 'poke', poke: { poke: 'what nobody can do' } } }))
}
