import { readFileSync } from 'node:fs'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { CREATE, hash, inspector, noAxeViolations, open, output, pods, run, screenText, settled, soon, step } from './page.ts'

const code = (page: Page) => page.locator('.cm-content')
const line = (page: Page, text: string | RegExp) => page.locator('.cm-line').filter({ hasText: text }).first()
const side = (page: Page) => page.locator('#editor aside')
const verdict = (page: Page) => side(page).getByRole('status').first()
const problems = (page: Page) => side(page).getByRole('list').getByRole('button')
/** A completion; a list that still belongs to the words before takes no click. */
const option = (page: Page, name: string) => page.locator('.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)').getByRole('listbox', { name: 'Completions' }).getByRole('option', { name })
const FINE = 'The API server would store this.'

/** Selects an object by its name, as the palette finds it. */
async function choose(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await page.getByRole('option').first().click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** The editor, open at a stored object that the API server would take as it is. */
async function edit(page: Page, name: string): Promise<void> {
  await choose(page, name)
  await page.keyboard.press('Shift+Y')
  await expect(code(page)).toContainText('apiVersion:')
  await expect(verdict(page)).toHaveText(FINE)
}

/** Goes to the end of a line. */
async function endOf(page: Page, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  await target.click({ position: { x: 20, y: 8 } })
  // A resting pointer would ask for words.
  await page.mouse.move(4, 4)
  await page.keyboard.press('End')
}

const live = async (page: Page, path: string): Promise<string> => (await output(page, `kubectl get deployment httpd-app -o jsonpath='${path}'`)).trim()

test.describe('on a live rollout', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, 'speed=200&lang=en&theme=dark')
    await run(page, CREATE)
  })

  test('an object is edited for its purpose: a field completed and explained, a mistake marked at its line, the change seen, applied and rolled out, and blamed on its message', async ({ page }) => {
    await choose(page, 'Deployment httpd-app')
    await inspector(page).getByRole('tab', { name: 'YAML' }).click()
    await inspector(page).getByRole('button', { name: 'Edit', exact: true }).click()
    await expect(verdict(page)).toHaveText(FINE)
    const before = await hash(page)

    // Completed from the schema: the field, then a value of it.
    await endOf(page, line(page, 'image: httpd'))
    await page.keyboard.type(':2.4')
    await page.keyboard.press('Enter')
    await page.keyboard.type('liven')
    await expect(option(page, 'livenessProbe')).toContainText('Probe')
    await expect(page.locator('.cm-completionInfo')).toContainText('when it keeps failing the container is killed and started anew')
    for (let count = 0; count < 'liven'.length; count++) await page.keyboard.press('Backspace')
    await page.keyboard.press('Control+Shift+k')
    await endOf(page, line(page, 'imagePullPolicy:'))
    await page.keyboard.press('Control+Backspace')
    await page.keyboard.press('Control+Space')
    await expect(option(page, 'IfNotPresent')).toBeVisible()
    await option(page, 'Never').click()
    await expect(line(page, 'imagePullPolicy: Never')).toBeVisible()

    // Explained, by the pointer and by a key.
    await line(page, 'terminationMessagePolicy').getByText('terminationMessagePolicy').hover()
    await expect(page.getByRole('tooltip')).toContainText('spec.template.spec.containers[].terminationMessagePolicy')
    await expect(page.getByRole('tooltip')).toContainText('Indicate how the termination message should be populated')
    await page.mouse.move(4, 4)
    await endOf(page, line(page, 'replicas: 2'))
    await page.keyboard.press('F1')
    await expect(page.getByRole('tooltip')).toContainText('Number of desired pods')

    // A mistake at its line, in the words of the API server.
    await page.keyboard.type('x')
    const number = await lineNumber(page, 'replicas: 2x')
    await expect(problems(page)).toHaveText(new RegExp(`line ${number}, column \\d+.*cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas`))
    await expect(page.locator('.cm-lintRange-error')).toHaveText('2x')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('3')
    await expect(verdict(page)).toHaveText(FINE)
    await expect(page.locator('.cm-lintRange-error')).toHaveCount(0)

    // What the server would store, defaults of the pull policy included; nothing has happened yet.
    const change = side(page).getByRole('region', { name: /Deployment default\/httpd-app/ })
    for (const [kind, text] of [['removed', 'replicas: 2'], ['added', 'replicas: 3'], ['removed', '- image: httpd'], ['added', '- image: httpd:2.4'], ['added', 'imagePullPolicy: Never'], ['added', 'generation: 2']] as const) await expect(change.locator(`[data-change="${kind}"]`).filter({ hasText: text })).toHaveCount(1)
    expect(await hash(page)).toBe(before)

    await line(page, 'imagePullPolicy: Never').click()
    await page.keyboard.press('End')
    await page.keyboard.press('Control+Backspace')
    await page.keyboard.type('IfNotPresent')
    await page.keyboard.press('Escape')
    await line(page, 'imagePullPolicy').click()
    await expect(verdict(page)).toHaveText(FINE)
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('#editor footer')).toContainText('deployment.apps/httpd-app configured')
    await settled(page)
    await soon(async () => (await pods(page)).map(({ image, state }) => [image, state])).toEqual(Array(3).fill(['httpd:2.4', 'Ready']))

    // The line knows its message, and leads there.
    const image = await lineNumber(page, '- image: httpd:2.4')
    await endOf(page, line(page, '- image: httpd:2.4'))
    await expect(page.locator('#editor footer')).toContainText(`Line ${image}: last written by kubectl-client-side-apply · Update · kubernetes-admin`)
    await page.locator('.cm-blame [data-manager="kubectl-client-side-apply"]').filter({ visible: true }).first().click()
    await expect(inspector(page).getByRole('list', { name: 'The chain of causes, root first' }).getByRole('listitem').first()).toContainText('kubectl apply -f -')
    expect(await screenText(page).textContent()).toContain('kubectl apply -f -')
    await page.getByRole('tab', { name: 'Terminal', exact: true }).click()
    expect(await live(page, '{.spec.replicas} {.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].imagePullPolicy}')).toBe('3 httpd:2.4 IfNotPresent')
  })

  test('every mistake is told where it stands: YAML, unknown fields, immutable fields; and the way leads to its line', async ({ page }) => {
    await edit(page, 'Deployment httpd-app')
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText('---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  porst: []\n  type: Sometimes\n---\nkind: [')
    await expect(problems(page).filter({ hasText: 'unknown field "spec.porst"' })).toHaveCount(1)
    const yaml = problems(page).last()
    await expect(yaml).toContainText(/line \d+, column \d+/)
    await yaml.click()
    await expect(code(page)).toBeFocused()
    await expect(page.locator('.cm-activeLine')).toHaveText(/^(kind: \[\]?)?$/)
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Shift+Control+Home')
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: /start from the stored object/ }).click()
    await expect(verdict(page)).toHaveText(FINE)
    await endOf(page, page.locator('.cm-line').filter({ hasText: 'app: httpd-app' }).nth(1))
    await page.keyboard.type('x')
    await expect(problems(page).filter({ hasText: 'spec.selector' }).filter({ hasText: 'field is immutable' })).toHaveCount(1)
    await expect(page.locator('.cm-lintRange-error').filter({ hasText: 'selector' })).toHaveCount(1)
  })

  test('applied in the past, a manifest begins a branch of its own', async ({ page }) => {
    await edit(page, 'Deployment httpd-app')
    await endOf(page, line(page, 'replicas: 2'))
    await page.keyboard.press('Backspace')
    await page.keyboard.type('1')
    await expect(verdict(page)).toHaveText(FINE)
    await step(page, 'One step back')
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    await settled(page)
    await expect(page.locator('#transport')).toContainText('kubectl apply -f -')
    await soon(async () => (await pods(page)).length).toBe(1)
  })

  test('a text that was not applied is there after Escape, after a look elsewhere and after a reload', async ({ page }) => {
    await edit(page, 'Deployment httpd-app')
    await endOf(page, line(page, 'replicas: 2'))
    await page.keyboard.type('7')
    // The first Escape may belong to completions that are on their way.
    await expect(async () => {
      await page.keyboard.press('Escape')
      await expect(page.locator('[data-tab="editor"]')).toBeFocused({ timeout: 100 })
    }).toPass()
    await page.keyboard.press('t')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Y')
    await expect(line(page, 'replicas: 27')).toBeVisible()
    await page.reload()
    await settled(page)
    await page.keyboard.press('Shift+Y')
    await expect(line(page, 'replicas: 27')).toBeVisible()
    await expect(page.locator('#editor h3')).toHaveText(/Deployment default\/httpd-app\s*draft/)
    await page.getByRole('button', { name: /start from the stored object/ }).click()
    await expect(line(page, /replicas: 2$/)).toBeVisible()
  })
})

test.describe('with a fresh cluster', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, 'scenario=sandbox&speed=200&lang=en&theme=dark')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Y')
    await expect(code(page)).toBeFocused()
  })

  test('several objects are written from the engine\'s templates and applied with the keyboard alone', async ({ page }) => {
    for (const kind of ['Deployment', 'Service']) {
      const add = page.getByRole('button', { name: 'Add', exact: true })
      await add.focus()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('menuitem', { name: kind, exact: true })).toBeVisible()
      while (!(await page.getByRole('menuitem', { name: kind, exact: true }).evaluate((one) => one === document.activeElement))) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await expect(code(page)).toBeFocused()
      await expect(code(page)).toContainText(`kind: ${kind}`)
    }
    await expect(verdict(page)).toHaveText(FINE)
    await expect(side(page).getByText('would be created')).toHaveCount(2)
    await expect(side(page).getByRole('region', { name: /Service default\/example/ }).locator('[data-change="added"]').filter({ hasText: 'clusterIP:' })).not.toHaveCount(0)
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('#editor footer')).toContainText('deployment.apps/example created')
    await expect(page.locator('#editor footer')).toContainText('service/example created')
    await page.keyboard.press('Tab')
    await expect(code(page)).not.toBeFocused()
    await settled(page)
    await soon(async () => (await pods(page)).map(({ state }) => state)).toEqual(['Ready', 'Ready'])
  })

  test('kinds and versions are completed, and a field that only text can fill is left to its writer', async ({ page }) => {
    await page.keyboard.type('apiV')
    await option(page, 'apiVersion').click()
    await page.keyboard.type('v1\nkind: ')
    await expect(option(page, 'ConfigMap')).toBeVisible()
    await page.keyboard.type('Po')
    await option(page, 'Pod').click()
    await expect(line(page, 'kind: Pod')).toBeVisible()
    await page.keyboard.press('Escape')
    await line(page, 'kind: Pod').click()
    await page.keyboard.press('End')
    await page.keyboard.insertText('\nspec:\n  ')
    await page.keyboard.type('rest')
    await option(page, 'restartPolicy').first().click()
    await expect(option(page, 'OnFailure')).toBeVisible()
  })

  test('an item of a List is completed between brackets, applied, and runs', async ({ page }) => {
    await page.keyboard.insertText('apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: { name: settings }\n- apiVersion: v1\n  kind: Pod\n  metadata: { name: one, labels: { app: one } }\n  spec: ')
    await page.keyboard.type('{ contain')
    await option(page, 'containers').first().click()
    await expect(line(page, 'containers: [{}]')).toBeVisible()
    // The cursor stands between the new brackets, where a container's fields belong.
    await page.keyboard.type(' ima')
    await option(page, 'image').first().click()
    await page.keyboard.type('httpd:2.4, imageP')
    await option(page, 'imagePullPolicy').click()
    await option(page, 'IfNotPresent').click()
    await page.keyboard.type(', nam')
    await expect(option(page, 'image').first()).toHaveCount(0)
    await option(page, 'name').first().click()
    await page.keyboard.type('web ')
    await expect(verdict(page)).toHaveText(FINE)
    await expect(side(page).getByText('would be created')).toHaveCount(2)
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('#editor footer')).toContainText('configmap/settings created')
    await expect(page.locator('#editor footer')).toContainText('pod/one created')
    await settled(page)
    await soon(async () => (await pods(page)).map(({ name, image, state }) => [name, image, state])).toEqual([['one', 'httpd:2.4', 'Ready']])
  })

  test('a name is found and replaced wherever it stands, and Escape closes the panel before it leaves the text', async ({ page }) => {
    await page.keyboard.insertText('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shop, labels: { app: shop } }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: shop-two, labels: { app: shop } }\n')
    await page.keyboard.press('Control+f')
    const field = page.getByRole('textbox', { name: 'Find' })
    await expect(field).toBeFocused()
    await page.keyboard.type('shop')
    await expect(page.locator('.cm-searchMatch')).toHaveCount(4)
    await page.keyboard.press('Enter')
    await expect(page.locator('.cm-searchMatch-selected')).toHaveCount(1)
    await page.getByRole('textbox', { name: 'Replace' }).fill('store')
    await page.getByRole('button', { name: 'replace', exact: true }).click()
    await expect(page.locator('.cm-searchMatch')).toHaveCount(3)
    await page.getByRole('button', { name: 'replace all' }).click()
    await expect(code(page)).not.toContainText('shop')
    await page.getByRole('textbox', { name: 'Find' }).press('Escape')
    await expect(field).toHaveCount(0)
    await expect(code(page)).toBeFocused()
    await expect(verdict(page)).toHaveText(FINE)
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('#editor footer')).toContainText('configmap/store created')
    await expect(page.locator('#editor footer')).toContainText('configmap/store-two created')
    // The panel speaks the language of the page, also when that changes while it is open.
    await page.getByRole('button', { name: 'Find and replace' }).click()
    await page.getByRole('radio', { name: '中文' }).click()
    await expect(page.getByRole('textbox', { name: '查找' })).toBeVisible()
    await expect(page.getByRole('button', { name: '全部替换' })).toBeVisible()
    await expect(page.locator('.cm-search')).toHaveText(/^[^a-z]*$/)
  })

  test('a dropped file opens, its HTML is text, and a file of 1.5 MB is answered', async ({ page }) => {
    const html = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "<img src=x onerror=alert(1)>"\ndata:\n  a: b\n'
    await drop(page, 'page.yaml', html)
    await expect(page.locator('#editor h3')).toContainText('page.yaml')
    await expect(problems(page).first()).toContainText('<img src=x onerror=alert(1)>')
    await expect(page.locator('#editor img')).toHaveCount(0)
    const data = Array.from({ length: 15_000 }, (_, index) => `  key-${index}: ${'x'.repeat(85)}`).join('\n')
    await drop(page, 'big.yaml', `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n${data}\n`)
    await expect(page.locator('#editor h3')).toContainText('big.yaml')
    await expect(problems(page).filter({ hasText: 'may not be more than 1048576 bytes' })).toHaveCount(1)
    await drop(page, 'huge.yaml', 'x'.repeat(4 * 1024 * 1024))
    await expect(page.locator('#editor footer')).toContainText('huge.yaml has 4.0 MB; the API server reads at most 3 MB at once')
    await page.getByRole('button', { name: 'Open a file' }).focus()
    await page.locator('#editor input[type="file"]').setInputFiles({ name: 'small.yaml', mimeType: 'text/yaml', buffer: Buffer.from('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: mine\n') })
    await expect(verdict(page)).toHaveText(FINE)
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    await expect(page.locator('#editor footer')).toContainText('namespace/mine created')
  })
})

for (const [theme, lang] of [['dark', 'en'], ['light', 'zh']] as const) {
  test(`axe finds nothing in the editor, with completions, problems and changes: ${theme}, ${lang}`, async ({ page }) => {
    await open(page, `speed=200&lang=${lang}&theme=${theme}`)
    await run(page, CREATE)
    await choose(page, 'Deployment httpd-app')
    await page.keyboard.press('Shift+Y')
    await expect(side(page).locator('[data-change="added"]').first()).toBeVisible()
    await noAxeViolations(page)
    await endOf(page, line(page, 'replicas: 2'))
    await page.keyboard.type('x')
    await expect(problems(page)).toHaveCount(1)
    await noAxeViolations(page)
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    await page.keyboard.type('min')
    await expect(page.getByRole('listbox')).toBeVisible()
    await noAxeViolations(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+f')
    await expect(page.locator('.cm-search')).toBeVisible()
    await page.keyboard.type('httpd')
    await expect(page.locator('.cm-searchMatch').first()).toBeVisible()
    await noAxeViolations(page)
  })
}

test('on a phone, in Chinese, the editor takes the screen: a mistake, what would change, apply and the way to its message', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./?lang=zh&theme=light&speed=200')
  await page.locator('#story code + button').click()
  await settled(page)
  await choose(page, 'Deployment httpd-app')
  await page.locator('#story').getByRole('button', { name: '为什么？' }).click()
  await page.getByRole('tab', { name: 'YAML' }).click()
  await page.getByRole('button', { name: '编辑', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: 'YAML 编辑器' })
  await expect(sheet).toBeVisible()
  expect(await sheet.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
  await endOf(page, line(page, 'replicas: 2'))
  await sheet.getByRole('button', { name: '解释这个字段' }).click()
  // A resting pointer may have asked for the same words.
  await expect(page.getByRole('tooltip').first()).toContainText('Number of desired pods')
  await page.keyboard.type('x')
  await expect(page.locator('.cm-lintRange-error')).toHaveText('2x')
  await sheet.getByRole('button', { name: '将会改变什么' }).click()
  await expect(verdict(page)).toHaveText('1 个问题')
  await noAxeViolations(page)
  await problems(page).click()
  await expect(code(page)).toBeFocused()
  await endOf(page, line(page, 'replicas: 2x'))
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('3')
  await sheet.getByRole('button', { name: '将会改变什么' }).click()
  await expect(verdict(page)).toHaveText('API Server 会接受并存储它。')
  await expect(side(page).locator('[data-change="added"]').filter({ hasText: 'replicas: 3' })).toHaveCount(1)
  await sheet.getByRole('button', { name: '应用' }).click()
  await expect(sheet.locator('footer')).toContainText('deployment.apps/httpd-app configured')
  await sheet.getByRole('button', { name: '文本', exact: true }).click()
  await endOf(page, line(page, 'replicas: 3'))
  await expect(sheet.locator('footer')).toContainText('最后由 kubectl-client-side-apply 写入')
  await noAxeViolations(page)
  await sheet.getByRole('button', { name: '为什么？' }).click()
  await expect(sheet).toHaveCount(0)
  await expect(page.getByRole('list', { name: '因果链，从源头开始' }).getByRole('listitem').first()).toContainText('kubectl apply -f -')
  await settled(page)
})

test('nothing of the editor is fetched before it is opened', async ({ page }) => {
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  expect(fetched.filter((url) => /YamlEditor|editing-answers/.test(url))).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+Y')
  await expect(code(page)).toBeVisible()
  expect(fetched.filter((url) => /YamlEditor.*\.js$/.test(url)).length).toBe(1)
  // What the licences of its packages ask for stands in NOTICE.
  for (const name of ['@codemirror/*', '@lezer/*', 'style-mod']) expect(readFileSync('NOTICE', 'utf8')).toContain(name)
})

async function lineNumber(page: Page, text: string): Promise<number> {
  await endOf(page, line(page, text))
  return Number(await page.locator('.cm-lineNumbers .cm-activeLineGutter').innerText())
}

/** Lets a file fall on the editor. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(([file, content]) => {
    const data = new DataTransfer()
    data.items.add(new File([content!], file!, { type: 'text/yaml' }))
    return data
  }, [name, text] as const)
  await code(page).dispatchEvent('drop', { dataTransfer: transfer })
}
