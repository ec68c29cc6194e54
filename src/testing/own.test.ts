import { expect, test } from 'vitest'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import type { OwnAnswer, TerminalOutput } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

/** All that stands on the terminal's screen now. */
const screen = (page: TestPage): readonly TerminalOutput[] => {
  const all: TerminalOutput[] = []
  for (const { terminal = [] } of page.frames) for (const one of terminal) {
    if (one.terminal === 'reset') all.length = 0
    else all.push(one)
  }
  return all
}
const own = (page: TestPage): readonly OwnAnswer[] => screen(page).flatMap((one) => (one.terminal === 'own' ? [one.answer] : []))

function typed(page: TestPage, line: string): OwnAnswer {
  page.command({ do: 'kubectl', line })
  page.wait(100)
  return own(page).at(-1)!
}

function withDeployment(): TestPage {
  const page = testPage('sandbox', 7)
  page.command({ do: 'pace', pace: 'story', speed: 1000 })
  page.command({ do: 'kubectl', line: 'kubectl create deployment web --image=httpd --replicas=2' })
  page.untilRest()
  return page
}
const page = withDeployment()
const WEB = { group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' } as const

test('kubectl why tells the chain with the root first, in any way that kubectl names an object', () => {
  const told = typed(page, 'kubectl why deployment/web')
  expect(told).toMatchObject({ own: 'why', kind: 'Deployment', not: false })
  if (told.own !== 'why') return
  expect(told.links[0]).toMatchObject({ verb: 'user', text: 'generic.command', params: { line: 'kubectl create deployment web --image=httpd --replicas=2' } })
  expect([...told.links].sort((a, b) => a.at - b.at)).toEqual(told.links)
  for (const line of ['kubectl why deploy web', 'k why deployments.apps/web', '$ kubectl -n default why deploy/web', 'kubectl why deploy/web --namespace=default']) expect(typed(page, line)).toEqual(told)
})

test('it leaves no trace: no event, no branch, no mark, no entry in the record, and time stands where it stood', () => {
  const looked = () => ({ hash: kernelOf(page.session).hash(), now: kernelOf(page.session).now, branches: page.session.timeline.branches.length, log: page.session.log.length, playing: page.session.playing, inputs: page.session.timeline.current.inputs.length, marks: page.last().timeline?.marks })
  const before = looked()
  for (const line of ['kubectl why deploy/web', 'kubectl why deploy/web --not', 'kubectl blame deploy/web', 'kubectl why nobody/x', 'kubectl blame --help']) typed(page, line)
  expect(looked()).toEqual(before)
})

test('kubectl blame names of each line the manager, the user, the time and the revision, as etcd and the requests have them', () => {
  const told = typed(page, 'kubectl blame deployment/web')
  if (told.own !== 'blame') throw new Error('no blame')
  const line = (text: string) => told.lines.find((one) => one.text.trim() === text)!
  expect(line('replicas: 2')).toMatchObject({ path: '.spec.replicas', manager: 'kubectl-create', user: 'kubernetes-admin' })
  expect(line('readyReplicas: 2')).toMatchObject({ manager: 'kube-controller-manager', user: 'system:serviceaccount:kube-system:deployment-controller' })
  const writes = page.ask({ ask: 'etcd-log', limit: 500 })
  const rows = writes.answer === 'etcd-log' ? writes.rows.filter(({ key }) => key === '/registry/deployments/default/web') : []
  expect(line('replicas: 2').revision).toBe(rows.at(-1)!.revision)
  expect(line('readyReplicas: 2').revision).toBeGreaterThan(line('replicas: 2').revision!)
  expect(rows.map(({ revision }) => revision)).toContain(line('readyReplicas: 2').revision)
  expect(line('readyReplicas: 2').at).toBe(rows.find(({ revision }) => revision === line('readyReplicas: 2').revision)!.at)
  // A line that opens a map has no writer of its own.
  expect(line('spec:').revision).toBeUndefined()
  // Every value has one.
  expect(told.lines.filter((one, index) => one.revision === undefined && !told.lines[index + 1]?.path.startsWith(one.path))).toEqual([])
})

test('a field of an object is asked why by the write that brought it', () => {
  const asked = page.ask({ ask: 'why', object: WEB, fields: ['.spec.replicas'] })
  if (asked.answer !== 'why') throw new Error('no answer')
  expect(asked.links.map(({ text }) => text)).toEqual(['generic.command', 'generic.create'])
  const last = page.ask({ ask: 'why', object: WEB })
  expect(last.answer === 'why' && last.links.length).toBeGreaterThan(2)
})

test('--not tells what is waited for, and that nothing is', () => {
  const own = typed(page, 'kubectl why deploy/web --not')
  expect(own).toMatchObject({ own: 'why', not: true, waits: [] })
  const stuck = testPage('quorum-loss', 7)
  for (const member of ['etcd-1', 'etcd-2']) stuck.command({ do: 'poke', poke: { poke: 'kill-etcd', member } })
  stuck.wait(200)
  expect(typed(stuck, 'kubectl why deploy/web --not')).toMatchObject({ waits: [{ text: 'waits.quorum', waiter: 'etcd' }] })
})

test('a wrong line is told what is wrong with it, in both languages', () => {
  const problems = Object.fromEntries(['kubectl why', 'kubectl blame deploy', 'kubectl why toaster/x', 'kubectl why pod/nobody', 'kubectl blame deploy/web --fast'].map((line) => [line, typed(page, line)]))
  expect(Object.values(problems).map((one) => one.own === 'problem' && one.text)).toEqual(['own.usage', 'own.usage', 'own.kind', 'own.not-found', 'own.flag'])
  for (const one of Object.values(problems)) if (one.own === 'problem') expect([en.has(one.text), zh.has(one.text)]).toEqual([true, true])
})

test('the gutter of the inspector tells what kubectl blame tells; what only opens other lines bears the newest write below it', () => {
  const told = typed(page, 'kubectl blame deployment/web')
  const asked = page.ask({ ask: 'blame', object: WEB })
  if (told.own !== 'blame' || asked.answer !== 'blame') throw new Error('no blame')
  const own = (one: typeof told.lines[number]) => one.revision !== undefined
  expect(asked.lines.filter((_, index) => own(told.lines[index]!))).toEqual(told.lines.filter(own))
  const below = (path: string) => told.lines.filter((one) => own(one) && one.path.startsWith(`${path}.`))
  const spec = asked.lines.find((one) => one.path === '.spec')!
  expect([spec.text, spec.revision]).toEqual(['spec:', Math.max(...below('.spec').map(({ revision }) => revision!))])
  expect(page.ask({ ask: 'blame', object: { ...WEB, name: 'nobody' } })).toEqual({ answer: 'blame', lines: [] })
})

test('what is desired and what is observed lead each to the write that said so', () => {
  const own = withDeployment()
  own.command({ do: 'kubectl', line: 'kubectl scale deployment web --replicas=3' })
  own.untilRest()
  own.command({ do: 'kubectl', line: 'kubectl set image deployment/web httpd=httpd:2.4' })
  own.untilRest()
  const object = own.ask({ ask: 'object', object: WEB })
  if (object.answer !== 'object') throw new Error('no object')
  const gap = object.gaps.find((one) => one.object.name === 'web')!
  const why = (fields: readonly string[]) => { const answer = own.ask({ ask: 'why', object: gap.object, fields }); return answer.answer === 'why' ? answer.links : [] }
  const root = (fields: readonly string[]) => why(fields)[0]?.params['line']
  expect(root(['.spec.replicas'])).toBe('kubectl scale deployment web --replicas=3')
  expect(root(['.spec.template.spec.containers[name="httpd"].image'])).toBe('kubectl set image deployment/web httpd=httpd:2.4')
  // Of several fields the newest write is told.
  expect(root(gap.desiredBy)).toBe('kubectl set image deployment/web httpd=httpd:2.4')
  expect(why(gap.observedBy).at(-1)).toMatchObject({ place: 'controller-manager/deployment-controller', to: 'apiserver', text: 'generic.status', params: { resource: 'deployments', name: 'web' } })
  // What was written before the history begins has no chain, instead of another field's.
  expect(why(['.spec.nothing'])).toEqual([])
  const pod = object.gaps.find((one) => one.object.resource === 'pods')!
  const ready = own.ask({ ask: 'why', object: pod.object, fields: pod.observedBy })
  expect(ready.answer === 'why' && ready.links.at(-1)).toMatchObject({ params: { resource: 'pods', subresource: 'status', name: pod.object.name } })
})

test('kubectl itself does not know them; its help is followed by ours', () => {
  page.command({ do: 'kubectl', line: 'kubectl --help' })
  page.untilRest()
  const shown = screen(page)
  const at = shown.findLastIndex((one) => one.terminal === 'command' && one.line === 'kubectl --help')
  expect(shown.slice(at).map(({ terminal }) => terminal)).toEqual(['command', 'text', 'own', 'done'])
  const text = shown[at + 1]
  expect(text?.terminal === 'text' && text.text).not.toMatch(/\b(why|blame)\b/)
  page.command({ do: 'kubectl', line: 'kubectl "explain" pod.spec' })
  page.untilRest()
  expect(typed(page, 'kubectl why --help')).toEqual({ own: 'help', about: 'why' })
})

test('rewinding takes the answer off the screen, and it is back where it was asked for', () => {
  const own = withDeployment()
  const end = kernelOf(own.session).now - own.session.beganAt
  typed(own, 'kubectl blame deploy/web')
  own.command({ do: 'seek', to: { at: 1000 } })
  own.wait(100)
  expect(screen(own).filter(({ terminal }) => terminal === 'own')).toEqual([])
  own.command({ do: 'seek', to: { at: end } })
  own.wait(100)
  expect(screen(own).map(({ terminal }) => terminal)).toEqual(['command', 'text', 'done', 'own'])
})

test('Tab completes them as it does kubectl’s own', () => {
  const options = (line: string) => { const answer = page.ask({ ask: 'complete', line }); return answer.answer === 'complete' ? answer : undefined }
  expect(options('kubectl wh')?.options).toContain('why')
  expect(options('kubectl bl')).toEqual({ answer: 'complete', from: 8, options: ['blame'] })
  expect(options('kubectl ')?.options).toEqual(expect.arrayContaining(['why', 'blame', 'get']))
  expect(options('kubectl why deployment/w')).toEqual({ answer: 'complete', from: 12, options: ['deployment/web'] })
  expect(options('kubectl blame deploy w')).toEqual({ answer: 'complete', from: 21, options: ['web'] })
  expect(options('kubectl why deploy/web --n')?.options).toEqual(['--not', '--namespace'])
})
