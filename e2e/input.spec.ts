import { expect, test, type Page } from '@playwright/test'
import { done, hash, inspector, open, printed, run, screenText, terminal } from './page.ts'

const editor = (page: Page) => page.getByRole('textbox', { name: 'Manifest', exact: true })
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`
const MAP = ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: mine']

test.beforeEach(async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
})

const REFUSED: readonly (readonly [what: string, manifest: string, said: RegExp])[] = [
  ['broken YAML is refused with the line and the column', lines(...MAP, 'data:', '  a: [1, 2'), /error parsing manifest\.yaml: .*line \d+, column \d+/],
  ['a field that does not exist is named', lines(...MAP, 'dat:', '  a: b'), /strict decoding error: unknown field "dat"/],
  ['a value of the wrong type is named with its field', lines('apiVersion: apps/v1', 'kind: Deployment', 'metadata:', '  name: mine', 'spec:', '  replicas: two', '  selector:', '    matchLabels: {a: b}', '  template:', '    metadata:', '      labels: {a: b}', '    spec:', '      containers:', '      - name: c', '        image: httpd'), /cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32/],
  ['a kind that does not exist is named', lines('apiVersion: v1', 'kind: Pood', 'metadata:', '  name: mine'), /no matches for kind "Pood" in version "v1"/],
  ['a name that is not allowed is refused with the rule', lines('apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: Not_Allowed'), /Invalid value: "Not_Allowed": a lowercase RFC 1123 subdomain/],
]

test('what is wrong with a manifest is told clearly, and what was typed is still there', async ({ page }) => {
  await page.getByRole('button', { name: 'Write or paste a manifest' }).click()
  for (const [what, manifest, said] of REFUSED) {
    await test.step(what, async () => {
      await editor(page).fill(manifest)
      await done(page, () => page.getByRole('button', { name: 'Apply', exact: true }).click())
      const told = await printed(page, 'kubectl apply -f manifest.yaml')
      expect(told).toMatch(said)
      expect(told).toContain('exit 1')
      await expect(editor(page)).toHaveValue(manifest)
    })
  }
})

test('a refused manifest can be corrected and applied', async ({ page }) => {
  await page.getByRole('button', { name: 'Write or paste a manifest' }).click()
  await editor(page).fill(lines(...MAP, 'dat:', '  a: b'))
  await done(page, () => page.getByRole('button', { name: 'Apply', exact: true }).click())
  await editor(page).fill(lines(...MAP, 'data:', '  a: b'))
  await done(page, () => page.getByRole('button', { name: 'Apply', exact: true }).click())
  await expect(screenText(page)).toContainText('configmap/mine created')
})

const WRONG: readonly (readonly [what: string, line: string, said: RegExp])[] = [
  ['a flag that does not exist', 'kubectl get pods --colour', /unknown flag: --colour/],
  ['a kind that does not exist', 'kubectl get poods', /the server doesn't have a resource type "poods"/],
  ['a command that does not exist', 'kubectl frobnicate', /unknown command "frobnicate"/],
  ['a name that does not exist', 'kubectl get pod nope', /Error from server \(NotFound\): pods "nope" not found/],
  ['a quote that is never closed', `kubectl get pods -o 'json`, /' is not closed/],
]

test('a command that is wrong is told so in the words of kubectl, and the arrow key brings the line back', async ({ page }) => {
  for (const [what, line, said] of WRONG) {
    await test.step(what, async () => {
      await run(page, line)
      const told = await printed(page, line)
      expect(told).toMatch(said)
      expect(told).toMatch(/exit [12]/)
      await terminal(page).focus()
      await page.keyboard.press('ArrowUp')
      await expect(terminal(page)).toHaveValue(line)
    })
  }
})

test('a manifest of 1.5 MB is pasted, refused with the limit, and still there', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const manifest = lines(...MAP, 'data:', ...Array.from({ length: 15_000 }, (_, index) => `  key-${index}: ${'v'.repeat(88)}`))
  expect(manifest.length).toBeGreaterThan(1_500_000)
  await page.evaluate((text) => navigator.clipboard.writeText(text), manifest)
  await terminal(page).focus()
  await page.keyboard.press('Control+v')
  await expect(editor(page)).toBeVisible()
  expect((await editor(page).inputValue()).length).toBe(manifest.length)
  const before = await hash(page)
  await done(page, () => page.getByRole('button', { name: 'Apply', exact: true }).click())
  expect(await screenText(page).innerText()).toMatch(/Too long: may not be more than (262144|1048576) bytes/)
  expect((await editor(page).inputValue()).length).toBe(manifest.length)
  await page.getByRole('button', { name: 'Close' }).first().click()
  await run(page, 'kubectl get configmaps -o name')
  expect(await printed(page, '-o name')).not.toContain('mine')
  expect(await hash(page)).not.toBe(before)
})

test('HTML in values, in labels and in the Events of an object is text everywhere', async ({ page }) => {
  const html = '<img src=x onerror=alert(1)>'
  page.on('dialog', (dialog) => { throw new Error(`a script ran: ${dialog.message()}`) })
  await run(page, `kubectl create configmap html --from-literal=a='${html}'`)
  await run(page, 'kubectl get configmap html -o jsonpath={.data.a}')
  await expect(screenText(page)).toContainText(html)
  await run(page, 'kubectl run page --image=httpd')
  await run(page, `kubectl annotate pod page note='${html}'`)
  await page.locator('[data-thing^="pod/"]').filter({ hasText: 'page' }).first().click()
  await inspector(page).getByRole('tab', { name: 'YAML' }).click()
  await expect(inspector(page)).toContainText(html)
  await page.getByRole('tab', { name: 'etcd log' }).click()
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('/configmaps/default/html')
  await page.getByRole('button', { name: /^html/ }).click()
  await expect(page.getByRole('region', { name: 'History of a key' })).toContainText(html)
  await page.getByRole('tab', { name: 'Terminal' }).click()
  await run(page, `kubectl create namespace '${html}'`)
  await expect(screenText(page)).toContainText(`Invalid value: "${html}"`)
  await run(page, `'${html}'`)
  await expect(screenText(page)).toContainText(/exit 127|unknown|not found/)
  expect(await page.locator('img').count()).toBe(0)
})
