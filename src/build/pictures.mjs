// Photographs the mockups' scenes from the built page, for README and docs:  npm run pictures [-- name …]
import { spawn } from 'node:child_process'
import { chromium } from '@playwright/test'
import { chromiumPath } from './chromium.mjs'

const PORT = 4180
const executablePath = chromiumPath()
const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
const SET_IMAGE = 'kubectl set image deployment/httpd-app httpd=httpd:2.4'

const SCENES = {
  rollout: (open) => rollout(open, 'dark'),
  'rollout-light': (open) => rollout(open, 'light'),
  scheduler: async (open) => {
    const page = await open({ width: 1280, height: 720 }, 'speed=200&lang=zh&theme=light&scenario=no-room')
    await page.keyboard.press('t')
    await page.locator('#story button').filter({ hasText: 'kubectl apply' }).click()
    await settled(page)
    await run(page, 'kubectl scale deployment/batch --replicas=4')
    await run(page, 'kubectl create deployment web --image=httpd --replicas=2')
    await page.getByRole('button', { name: '收起面板' }).click()
    await page.locator('[data-thing="scheduler"]').first().dblclick({ position: { x: 40, y: 12 } })
    await page.getByRole('slider', { name: /cpu/ }).focus()
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight')
    return page
  },
  phone: async (open) => {
    const page = await open({ width: 1440, height: 900 }, 'speed=200&lang=en&theme=dark', { hasTouch: true, deviceScaleFactor: 2 })
    await page.locator('#story code + button').click()
    await settled(page)
    await pace(page, '0.5×')
    await page.locator('#story code + button').click()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('radio', { name: 'milestone' }).click()
    const answer = page.locator('#story').getByText('Nobody. The kubelet is watching')
    while (!(await answer.isVisible())) await forward(page)
    await answer.click()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'Step to find out' }).click()
    await page.waitForTimeout(400)
    return page
  },
  fleet: async (open) => {
    const page = await open({ width: 1440, height: 900 }, 'speed=60&lang=en&theme=dark&scenario=fleet-5000', {}, 180_000)
    await page.getByRole('button', { name: 'zone-b cut off' }).click()
    await page.getByRole('button', { name: 'Fold the story' }).click()
    // Fifty seconds of grace, then one node every ten seconds: six minutes later the first Pods are replaced.
    await page.waitForFunction(() => Number(/[\d.]+/.exec(document.querySelector('#transport [role="slider"]')?.getAttribute('aria-valuetext') ?? '')?.[0]) > 400, undefined, { timeout: 900_000 })
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.mouse.move(720, 560)
    await page.keyboard.down('z')
    await page.mouse.move(716, 556)
    return page
  },
  signs: async (open) => {
    const page = await open({ width: 1440, height: 900 }, 'speed=200&lang=en&theme=dark')
    await page.keyboard.press('v')
    await page.getByRole('dialog').waitFor()
    return page
  },
}

async function rollout(open, theme) {
  const page = await open({ width: 1440, height: 900 }, `speed=200&lang=en&theme=${theme}`)
  await page.keyboard.press('t')
  await run(page, CREATE)
  await run(page, SET_IMAGE)
  await hop(page, 10)
  await pace(page, '0.5×')
  await page.locator('#stage [data-thing^="pod/"]').first().click()
  // A binding in flight, and its caption.
  do {
    await page.getByRole('button', { name: 'One step forward' }).click()
    await page.waitForTimeout(350)
  } while (!(await page.locator('#stage').innerText()).startsWith('B 11'))
  return page
}

/** Goes to a hop of a chapter of the chapter by its line in the story. */
async function hop(page, number) {
  const all = page.getByRole('button', { name: /^Show all/ })
  if (await all.isVisible()) await all.click()
  await page.locator('#story li').filter({ has: page.getByText(String(number), { exact: true }) }).getByRole('button').first().click()
  await page.waitForTimeout(300)
  const fewer = page.getByRole('button', { name: /^Show only/ })
  if (await fewer.isVisible()) await fewer.click()
}

async function pace(page, speed) {
  await page.getByRole('button', { name: /^Story pace/ }).click()
  await page.getByRole('menuitemradio', { name: speed, exact: true }).click()
}

async function forward(page) {
  const before = await page.locator('[data-hash]').getAttribute('data-hash')
  await page.getByRole('button', { name: 'One step forward' }).click()
  await page.waitForFunction((old) => document.querySelector('[data-hash]').dataset.hash !== old, before)
}

async function run(page, line) {
  const before = Number(await page.locator('#terminal').getAttribute('data-done'))
  await page.locator('#terminal textarea').first().fill(line)
  await page.locator('#terminal textarea').first().press('Enter')
  await page.waitForFunction((wanted) => Number(document.querySelector('#terminal')?.dataset.done) >= wanted, before + 1, { timeout: 60_000 })
  await settled(page)
}

const settled = (page) => page.waitForFunction(() => document.querySelector('[data-settled="true"]') !== null, undefined, { timeout: 120_000 })

const server = spawn(process.execPath, ['src/build/serve.mjs', '--port', String(PORT), ...(process.env.E2E_DIST ? ['--dir', process.env.E2E_DIST] : [])], { stdio: 'ignore' })
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), chromiumSandbox: process.getuid?.() !== 0, args: ['--disable-gpu', '--no-first-run', '--disable-background-networking'] })
try {
  const asked = process.argv.slice(2)
  for (const [name, scene] of Object.entries(SCENES)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const open = async (viewport, query, more = {}, timeout = 60_000) => {
      const page = await (await browser.newContext({ viewport, ...more })).newPage()
      await page.goto(`http://127.0.0.1:${PORT}/?${query}`)
      await page.waitForFunction(() => document.querySelector('[data-hash]')?.dataset.hash, undefined, { timeout })
      return page
    }
    const page = await scene(open)
    await page.waitForTimeout(300)
    await page.screenshot({ path: `docs/${name}.png` })
    await page.context().close()
    console.log(`docs/${name}.png`)
  }
} finally {
  await browser.close()
  server.kill()
}
