import { expect, test, type Page } from '@playwright/test'
import { breakIt, CREATE, elsewhere, hash, noAxeViolations, open, output, pods, run, soon, thing, untilRest } from './page.ts'

const inside = (page: Page, name: string | RegExp) => page.getByRole('region', { name: typeof name === 'string' ? `Inside ${name}` : name })
const panel = (page: Page, name: string) => page.locator('#inside').getByRole('region', { name, exact: true })
const way = (page: Page) => page.getByRole('navigation', { name: 'Where you are' })
const corner = { position: { x: 60, y: 14 } }

async function enter(page: Page, id: string, name: string) {
  await thing(page, id).dblclick(corner)
  await expect(inside(page, name)).toBeVisible()
  return inside(page, name)
}

/** The first Pod of the Deployment, as the page names it for those who do not see. */
async function aPod(page: Page) {
  const found = (await pods(page))[0]!
  const name = (await output(page, `kubectl get pods -o name`)).split('\n').map(line => line.trim()).find(line => line.endsWith(`-${found.name}`))!.slice('pod/'.length)
  return { ...found, full: name }
}

/** Types into the palette and takes what was found first, or the first that is called so. */
async function goTo(page: Page, typed: string, called?: RegExp): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox').last()).toBeFocused()
  await page.keyboard.type(typed)
  if (called === undefined) await page.keyboard.press('Enter')
  else await page.getByRole('option').filter({ hasText: called }).first().click()
}

const line = async (page: Page, command: string): Promise<string> => (await output(page, command)).split('\n')[0]!.trim()

test.describe('with two Pods', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, 'speed=200&lang=en&theme=dark')
    await run(page, CREATE)
  })

  test('inside a node stand the Pods, addresses and amounts that kubectl tells of it, and before they came they do not', async ({ page }) => {
    const pod = await aPod(page)
    const listed = (await output(page, `kubectl get pods -A -o wide --field-selector spec.nodeName=${pod.node}`)).split('\n').slice(1).map(row => row.trim().split(/\s+/)).filter(cells => cells.length > 6)
    const cidr = await line(page, `kubectl get node ${pod.node} -o jsonpath={.spec.podCIDR}`)
    const room = await enter(page, `node/${pod.node}`, pod.node)
    const workers = panel(page, 'Pod workers').getByRole('row')
    await expect(workers).toHaveCount(listed.length + 1)
    for (const [namespace, name, , status, , , ip] of listed) {
      const row = workers.filter({ hasText: namespace === 'default' ? name! : `${namespace}/${name}` })
      await expect(row).toContainText(status!)
      await expect(row).toContainText(ip!)
    }
    await expect(panel(page, 'CNI addresses')).toContainText(cidr)
    await expect(panel(page, 'CNI addresses').getByRole('listitem').filter({ hasText: pod.full.slice(-10) })).toHaveCount(1)
    await expect(panel(page, 'Room')).toContainText(`${listed.length} of 110`)
    await expect(panel(page, 'kubelet')).toContainText('registered')
    await expect(panel(page, 'kubelet').getByText(/^(looks again every 10(\.\d+)? s|being sent now)$/)).toHaveCount(2)
    await expect(panel(page, 'containerd').getByRole('listitem').filter({ hasText: 'httpd:latest' })).toContainText('used 1×')
    const before = await hash(page)
    await page.keyboard.press('Home')
    await elsewhere(page, before)
    await expect(room).toBeVisible()
    await expect(workers).toHaveCount(listed.length)
    await expect(panel(page, 'CNI addresses').getByRole('listitem').filter({ hasText: pod.full.slice(-10) })).toHaveCount(0)
  })

  test('from a node into a Pod into its container and out again, level by level', async ({ page }) => {
    const pod = await aPod(page)
    const ip = await line(page, `kubectl get pod ${pod.full} -o jsonpath={.status.podIP}`)
    const qos = await line(page, `kubectl get pod ${pod.full} -o jsonpath={.status.qosClass}`)
    const conditions = (await line(page, `kubectl get pod ${pod.full} -o jsonpath='{range .status.conditions[*]}{.type}={.status},{end}'`)).split(',').filter(Boolean)
    const id = (await line(page, `kubectl get pod ${pod.full} -o jsonpath={.status.containerStatuses[0].containerID}`)).replace('containerd://', '')
    const logs = (await output(page, `kubectl logs ${pod.full}`)).split('\n').map(one => one.trim()).filter(one => one.startsWith('AH'))
    await enter(page, `node/${pod.node}`, pod.node)
    await panel(page, 'Pod workers').getByRole('button', { name: pod.full }).click()
    const room = inside(page, pod.full)
    await expect(room).toContainText('Running')
    await expect(panel(page, 'Sandbox')).toContainText(ip)
    await expect(panel(page, 'Sandbox')).toContainText(qos)
    expect(conditions.length).toBe(5)
    for (const one of conditions) await expect(panel(page, 'Conditions').getByRole('listitem').filter({ hasText: new RegExp(`^\\W*${one.split('=')[0]} `) })).toContainText(one.split('=')[1]!)
    await expect(panel(page, 'Conditions').getByRole('listitem').filter({ hasText: /^\W*Ready / })).toContainText('kubelet')
    await expect(page.getByRole('list', { name: 'Who wanted it' })).toHaveText(/httpd-app.*httpd-app-\w+.*httpd-app-\w+-\w+/s)
    await expect(panel(page, 'Events').getByRole('listitem')).toHaveCount(5)
    await expect(way(page)).toContainText(pod.node)

    await panel(page, 'Containers').getByRole('button', { name: 'httpd' }).click()
    await expect(inside(page, 'httpd')).toBeVisible()
    await expect(panel(page, 'Program')).toContainText('httpd-foreground')
    await expect(panel(page, 'Program')).toContainText(id.slice(0, 12))
    await expect(page.getByRole('img', { name: /^Running/ })).toBeVisible()
    expect(logs.length).toBe(2)
    for (const one of logs) await expect(page.getByRole('log', { name: 'Log' })).toContainText(one)
    await expect(panel(page, 'Environment')).toContainText('KUBERNETES_SERVICE_HOST')

    await page.keyboard.press('Escape')
    await expect(inside(page, pod.full)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(inside(page, pod.node)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.locator('#inside')).toHaveCount(0)
  })

  test('an event inside a Pod leads to why it was said', async ({ page }) => {
    const pod = await aPod(page)
    await thing(page, pod.thing).dblclick()
    await panel(page, 'Events').getByRole('button', { name: 'Started' }).click()
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('kubectl create deployment')
  })

  test('the keyboard goes in with Enter and +, out with Escape, - and 0, and stands where it was', async ({ page }) => {
    const pod = await aPod(page)
    await page.getByRole('tree').locator('[tabindex="0"]').focus()
    await page.keyboard.press('End')
    for (let count = 0; count < 60 && await page.locator(`[data-mirror="${pod.thing}"]:focus`).count() === 0; count++) await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(inside(page, pod.full)).toBeFocused()
    await page.keyboard.press('-')
    await expect(inside(page, pod.node)).toBeVisible()
    await page.keyboard.press('0')
    await expect(page.locator(`[data-mirror="${pod.thing}"]`)).toBeFocused()
    await page.keyboard.press('+')
    await expect(inside(page, pod.full)).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.locator(`[data-mirror="${pod.thing}"]`)).toBeFocused()
  })

  test('the wheel goes from level to level; a short turn springs back', async ({ page }) => {
    await thing(page, 'node/node-a').hover(corner)
    await page.mouse.wheel(0, -100)
    await expect(page.locator('#inside')).toHaveCount(0)
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -100)
    await expect(inside(page, 'node-a')).toBeVisible()
    await expect(page.locator('#inside > div').first()).toContainText('Pod workers')
    await way(page).hover()
    await expect(async () => {
      await page.mouse.wheel(0, 400)
      await expect(page.locator('#inside')).toHaveCount(0, { timeout: 300 })
    }).toPass()
  })

  test('Z held shows the inside of what is under the pointer or has the focus, small, and nothing stays of it', async ({ page }) => {
    const pod = await aPod(page)
    await page.keyboard.press('Escape')
    await thing(page, pod.thing).hover()
    await page.keyboard.down('z')
    const lens = page.getByTestId('inside-lens')
    await expect(lens).toContainText(pod.full)
    await expect(lens).toContainText('Sandbox')
    await thing(page, 'scheduler').hover(corner)
    await expect(lens).toContainText('kube-scheduler')
    await expect(lens).toContainText('Scheduling queue')
    await page.keyboard.up('z')
    await expect(lens).toHaveCount(0)
    await page.getByRole('tree').locator('[tabindex="0"]').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.down('z')
    await expect(lens).toContainText('etcd-0')
    await page.keyboard.up('z')
    await expect(lens).toHaveCount(0)
    await expect(page.locator('[data-mirror="etcd"]')).toBeFocused()
  })

  test('CoreDNS would answer with the address that the Service has, and says what is simplified', async ({ page }) => {
    await run(page, 'kubectl expose deployment httpd-app --port=80')
    const address = await line(page, 'kubectl get service httpd-app -o jsonpath={.spec.clusterIP}')
    await goTo(page, 'inside coredns')
    const room = inside(page, 'CoreDNS')
    await expect(room.getByRole('row').filter({ hasText: 'httpd-app.default.svc' })).toContainText(address)
    await expect(room.getByRole('note')).toContainText('does not watch or resolve')
    await room.getByText('What is simplified here').click()
    await expect(room.getByRole('listitem').filter({ hasText: 'CoreDNS is a Pod whose program listens' })).toBeVisible()
    await panel(page, 'Who would answer').getByRole('button').first().click()
    await panel(page, 'Containers').getByRole('button', { name: 'coredns' }).click()
    await expect(panel(page, 'Probes')).toContainText('GET :8181/ready')
    await panel(page, 'Program').getByRole('button', { name: 'what it would answer' }).click()
    await expect(room).toBeVisible()
  })

  test('the palette leads into a node and into a Pod, the inspector into what is selected', async ({ page }) => {
    const pod = await aPod(page)
    for (const [typed, name] of [['inside node-c', 'node-c'], [`inside pod ${pod.full}`, pod.full]] as const) {
      await goTo(page, typed)
      await expect(inside(page, name)).toBeVisible()
    }
    await page.keyboard.press('0')
    await thing(page, 'node/node-a').click(corner)
    await page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'Look inside' }).click()
    await expect(inside(page, 'node-a')).toBeVisible()
    await way(page).getByRole('button', { name: 'To the right: node-b' }).click()
    await expect(inside(page, 'node-b')).toBeVisible()
  })

  test('a machine without power keeps only its disk, and says so', async ({ page }) => {
    await breakIt(page, thing(page, 'node/node-a'), /power/i)
    const room = await enter(page, 'node/node-a', 'node-a')
    await expect(room.getByRole('status')).toContainText('no power')
    await expect(panel(page, 'Pod workers')).toContainText('what it knew is gone')
  })
})

test('inside a crash loop: exit code, back-off and log are those that kubectl tells, and at the start there was no such Pod', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark&scenario=crash-loop')
  await untilRest(page, () => page.getByRole('button', { name: /kubectl apply -f worker.yaml/ }).click())
  await page.keyboard.press('t')
  const name = (await line(page, 'kubectl get pods -o name')).slice('pod/'.length)
  const restarts = await line(page, `kubectl get pod ${name} -o jsonpath={.status.containerStatuses[0].restartCount}`)
  const reason = await line(page, `kubectl get pod ${name} -o jsonpath={.status.containerStatuses[0].state.waiting.reason}`)
  await thing(page, (await pods(page, /^busybox/))[0]!.thing).dblclick()
  await panel(page, 'Containers').getByRole('button', { name: 'worker' }).click()
  await expect(page.getByRole('img', { name: `Waiting, ${reason}` })).toBeVisible()
  await expect(panel(page, 'State')).toContainText(`${restarts} · restartPolicy Always`)
  await expect(panel(page, 'State')).toContainText('exit code 1, Error')
  await expect(panel(page, 'State')).toContainText(/of (10|20|40|80|160|300) s left/)
  await expect(page.getByRole('log')).toContainText('cannot find the queue')
  await page.getByRole('tab', { name: /Before the last restart/ }).click()
  await expect(page.getByRole('log')).toContainText('cannot find the queue')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await expect(page.getByText('There is no such Pod at this moment.')).toBeVisible()
})

test('a probe tells how it asks, how often, and what was answered last', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark&scenario=sandbox')
  await goTo(page, 'inside pod coredns')
  const probe = (kind: string) => panel(page, 'Probes').getByRole('listitem').filter({ hasText: kind })
  await expect(probe('readiness')).toContainText('GET :8181/ready')
  await expect(probe('readiness')).toContainText('every 10 s, gives up after 1 s')
  await expect(probe('readiness')).toContainText('success')
  await expect(probe('liveness')).toContainText('first after 60 s')
})

for (const [theme, lang, names] of [['dark', 'en', ['Inside node-b', 'What is simplified here']], ['light', 'zh', ['node-b 内部', '这里简化了什么']]] as const) {
  test(`axe finds nothing inside a node, a Pod, a container and CoreDNS: ${theme}, ${lang}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(page, `speed=200&lang=${lang}&theme=${theme}`)
    await run(page, CREATE)
    await thing(page, 'node/node-b').dblclick(corner)
    await expect(page.getByRole('region', { name: names[0] })).toBeVisible()
    await page.locator('#inside').getByText(names[1]).click()
    await noAxeViolations(page)
    await page.locator('#inside tr[data-place^="pod/default/"] button').first().click()
    await expect(page.locator('#inside ol[class*="ladder"]')).toBeVisible()
    await noAxeViolations(page)
    await page.locator('#inside li[data-place] button[data-place]').first().click()
    await expect(page.getByRole('log')).toBeVisible()
    await noAxeViolations(page)
    await goTo(page, 'coredns', /CoreDNS/)
    await expect(page.locator('#inside pre')).toBeVisible()
    await noAxeViolations(page)
  })
}

test('on a phone two taps go inside a node, and the breadcrumb comes back', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await page.goto('./?speed=200&lang=en&theme=dark')
  await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
  const box = (await thing(page, 'node/node-a').boundingBox())!
  await soon(async () => {
    await page.touchscreen.tap(box.x + 60, box.y + 14)
    await page.touchscreen.tap(box.x + 60, box.y + 14)
    return page.locator('#inside').count()
  }).toBe(1)
  await expect(panel(page, 'Pod workers')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await way(page).getByRole('button', { name: 'Cluster' }).click()
  await expect(page.locator('#inside')).toHaveCount(0)
  await context.close()
})
