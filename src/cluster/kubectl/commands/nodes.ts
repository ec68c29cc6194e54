import { labelValue, parseLabelSelector, qualifiedName, resourceNamed, twoWayPatch, typeSchema, type ApiObject, type Node, type Pod, type Taint } from '../../../api/index.ts'
import { complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { ended, errorText, failed, listErrorText, pathOfTarget, refused, resourceOf, usage } from '../targets.ts'
import type { Command } from './command.ts'
import { DRY_RUN, dryQuery, OUTPUT, suffix } from './dry-run.ts'
import { told } from './get.ts'
import { STRATEGIC } from './named.ts'

const NODES = resourceNamed('', 'nodes')!
const PODS = resourceNamed('', 'pods')!

const cordoning = (path: 'cordon' | 'uncordon'): Command => ({
  path, usage: `${path} NODE`, flags: { selector: { kind: 'string', short: 'l' }, 'dry-run': DRY_RUN },
  * run(args): Conversation {
    const nodes = yield* nodesMeant(args, path)
    return typeof nodes === 'number' ? nodes : yield* cordonAll(nodes, path === 'cordon', args)
  },
})

/** The nodes that are named, or that a selector finds; a number is how the command ended. One that is missing ends it before anything is done. */
function* nodesMeant(args: Args, path: string): Generator<Ask, readonly Node[] | number, Answer> {
  const selector = args.text('selector') ?? ''
  if (selector === '' && args.positional.length === 0) return args.list('selector').length > 0 ? 0 : yield* usage(path, `USAGE: ${path} NODE [flags]`)
  if (selector !== '' && args.positional.length > 0) return yield* usage(path, 'cannot specify both a node name and a --selector option')
  if (args.text('pod-selector') && 'error' in parseLabelSelector(args.text('pod-selector')!)) return yield* failed('--pod-selector=<pod_selector> must be a valid label selector')
  if (selector !== '') return yield* nodesWith(selector)
  const nodes: Node[] = []
  for (const word of args.positional) {
    const [type, name] = word.includes('/') ? word.split('/') : ['nodes', word]
    const info = resourceOf(type!)
    if (!info) return yield* failed(`the server doesn't have a resource type "${type}"`)
    if (!name) return yield* failed(word === '' ? 'resource name may not be empty' : 'arguments in resource/name form must have a single resource and name')
    if (info !== NODES) return yield* failed(`expected resource of type node, got "${info.group ? `${info.group}/` : '/'}${info.version}, Resource=${info.resource}"`)
    const found = yield* send({ method: 'GET', path: pathOfTarget(NODES, '', name) })
    if (found.code !== 200) return yield* refused(found)
    nodes.push(found.body as Node)
  }
  return nodes
}

function* nodesWith(selector: string): Generator<Ask, readonly Node[] | number, Answer> {
  const listed = yield* send({ method: 'GET', path: '/api/v1/nodes', query: { ...(selector === '' ? {} : { labelSelector: selector }), limit: '500' } })
  if (listed.code === 200) return (listed.body as { items: readonly Node[] }).items
  yield* complain(`${listErrorText(listed, NODES, selector)}\n`)
  return 1
}

function* cordonAll(nodes: readonly Node[], wanted: boolean, args: Args): Conversation {
  const verb = wanted ? 'cordoned' : 'uncordoned'
  for (const { metadata: { name }, spec } of nodes) {
    const already = (spec.unschedulable ?? false) === wanted
    if (!already && args.text('dry-run') !== 'client') {
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(NODES, '', name), headers: STRATEGIC, query: dryQuery(args), body: { spec: { unschedulable: wanted ? true : null } } })
      if (answer.code !== 200) {
        yield* complain(`error: unable to ${wanted ? 'cordon' : 'uncordon'} node "${name}": ${(answer.body as { message?: string } | undefined)?.message ?? errorText(answer)}\n`)
        continue
      }
    }
    yield* print(`node/${name} ${already ? 'already ' : ''}${verb}${suffix(args)}\n`)
  }
  return 0
}

const drain: Command = {
  path: 'drain', usage: 'drain NODE', flags: {
    'ignore-daemonsets': { kind: 'bool' }, 'delete-emptydir-data': { kind: 'bool' }, force: { kind: 'bool' }, 'grace-period': { kind: 'int', default: '-1' }, timeout: { kind: 'duration', default: '0s' }, 'disable-eviction': { kind: 'bool' },
    'pod-selector': { kind: 'string' }, selector: { kind: 'string', short: 'l' }, 'dry-run': DRY_RUN,
  },
  * run(args) {
    const nodes = yield* nodesMeant(args, 'drain')
    if (typeof nodes === 'number') return nodes
    yield* cordonAll(nodes, true, args)
    const problems = new Map<string, readonly string[]>()
    for (const { metadata: { name = '' } } of nodes) {
      const found = yield* drainNode(name, args)
      if (typeof found === 'number') return found
      if (found.length === 0) yield* print(`node/${name} drained${suffix(args)}\n`)
      else {
        problems.set(name, found)
        yield* complain(`error: unable to drain node "${name}" due to error: ${found.length === 1 ? found[0] : `[${found.join(', ')}]`}, continuing command...\n`)
      }
    }
    if (problems.size === 0) return 0
    yield* complain(`There are pending nodes to be drained:\n${[...problems.keys()].map((name) => ` ${name}\n`).join('')}${[...new Set([...problems.values()].flat())].join('\n')}\n`)
    return 1
  },
}

/** What hinders it; a number is how the command ended. */
function* drainNode(name: string, args: Args): Generator<Ask, readonly string[] | number, Answer> {
  const selector = args.text('pod-selector') ?? ''
  const listed = yield* send({ method: 'GET', path: '/api/v1/pods', query: { ...(selector === '' ? {} : { labelSelector: selector }), fieldSelector: `spec.nodeName=${name}`, limit: '500' } })
  if (listed.code !== 200) return yield* refused(listed)
  const pods = (listed.body as { items: readonly Pod[] }).items.filter((pod) => pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined)
  const unowned = pods.filter((pod) => !pod.metadata.ownerReferences?.some(({ controller }) => controller) && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed')
  const local = pods.filter((pod) => pod.spec.volumes?.some((volume) => volume.emptyDir))
  const problems = [
    ...(unowned.length > 0 && !args.is('force') ? [`cannot delete Pods that declare no controller (use --force to override): ${unowned.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`] : []),
    ...(local.length > 0 && !args.is('delete-emptydir-data') ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${local.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`] : []),
  ]
  if (problems.length > 0) return problems
  if (unowned.length > 0) yield* complain(`Warning: deleting Pods that declare no controller: ${unowned.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}\n`)
  for (const { metadata } of pods) yield* print(`evicting pod ${metadata.namespace}/${metadata.name}${suffix(args)}\n`)
  if (args.text('dry-run') !== 'none') return []
  const grace = Number(args.text('grace-period'))
  for (const { metadata } of pods) {
    for (;;) {
      const answer = yield* send({ method: 'POST', path: pathOfTarget(PODS, metadata.namespace!, metadata.name, 'eviction'), headers: { 'content-type': 'application/json' }, body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: metadata.name, namespace: metadata.namespace }, deleteOptions: grace >= 0 ? { gracePeriodSeconds: grace } : {} } })
      if (answer.code === 201 || answer.code === 404) break
      if (answer.code !== 429) return yield* refused(answer, `error when evicting pods/"${metadata.name}" -n "${metadata.namespace}"`)
      yield* complain(`error when evicting pods/"${metadata.name}" -n "${metadata.namespace}" (will retry after 5s): ${(answer.body as { message: string }).message}\n`)
      const slept = yield { ask: 'sleep', us: 5_000_000 }
      if (slept.answer === 'interrupted') return 130
    }
  }
  for (const { metadata } of pods) {
    for (;;) {
      const found = yield* send({ method: 'GET', path: pathOfTarget(PODS, metadata.namespace!, metadata.name) })
      if (found.code !== 200 || (found.body as Pod).metadata.uid !== metadata.uid) break
      const slept = yield { ask: 'sleep', us: 1_000_000 }
      if (slept.answer === 'interrupted') return 130
    }
    yield* print(`pod/${metadata.name} evicted\n`)
  }
  return []
}

const EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** '<key>=<value>:<effect>', '<key>:<effect>' or '<key>'. Models parseTaint. */
function taintOf(spec: string): Taint | string {
  const [pair = '', effect, more] = spec.split(':')
  if (more !== undefined) return `invalid taint spec: ${spec}`
  if (effect !== undefined && !EFFECTS.includes(effect)) return `invalid taint effect: ${effect}, unsupported taint effect`
  const [key = '', value = '', rest] = effect === undefined ? [pair] : pair.split('=')
  const wrong = labelValue(value).length > 0 ? labelValue(value) : qualifiedName(key)
  if (rest !== undefined || wrong.length > 0) return `invalid taint spec: ${spec}${rest === undefined ? `, ${wrong.join('; ')}` : ''}`
  return { key, ...(value ? { value } : {}), effect: (effect ?? '') as Taint['effect'] }
}

const taint: Command = {
  path: 'taint', usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N', flags: { overwrite: { kind: 'bool' }, all: { kind: 'bool' }, selector: { kind: 'string', short: 'l' }, output: OUTPUT, 'dry-run': DRY_RUN },
  * run(args) {
    const isTaint = (word: string): boolean => /[=:]|-$/.test(word)
    const from = args.positional.findIndex(isTaint)
    const [type, ...names] = from < 0 ? args.positional : args.positional.slice(0, from)
    const specs = from < 0 ? [] : args.positional.slice(from)
    const late = specs.find((word) => !isTaint(word))
    if (late !== undefined) return yield* failed(`all resources must be specified before taint changes: ${late}`)
    if (type === undefined) return yield* failed('one or more resources must be specified as <resource> <name>')
    if (specs.length === 0) return yield* failed('at least one taint update is required')
    const add: Taint[] = []
    const drop: Taint[] = []
    for (const spec of specs) {
      const parsed = taintOf(spec.replace(/-$/, ''))
      const removes = spec.endsWith('-')
      const problem = typeof parsed === 'string' ? parsed : !removes && !parsed.effect ? `invalid taint spec: ${spec}`
        : !removes && add.some((one) => isSame(one, parsed)) ? `duplicated taints with the same key and effect: {${parsed.key} ${parsed.value ?? ''} ${parsed.effect} <nil>}` : undefined
      if (problem !== undefined) return yield* usage('taint', problem)
      ;(removes ? drop : add).push(parsed as Taint)
    }
    const info = resourceOf(type)
    if (!info) {
      yield* complain(`the server doesn't have a resource type "${type}"\n`)
      return 1
    }
    if (info !== NODES) return yield* failed(`invalid resource type ${type.toLowerCase()}, only node types are supported`)
    const both = drop.filter((one) => add.some((other) => covers(one, other)))
    if (both.length > 0) return yield* failed(`can not both modify and remove the following taint(s) in the same command: ${both.map(({ key, effect }) => `${key}=${effect}`).join(', ')}`)
    const selector = args.text('selector') ?? ''
    if (args.is('all') && selector !== '') return yield* failed('setting \'all\' parameter with a non empty selector is prohibited')
    if (!args.is('all') && selector === '' && names.length === 0) return yield* failed('at least one resource name must be specified since \'all\' parameter is not set')
    const nodes = args.is('all') || selector !== '' ? yield* nodesWith(selector) : names
    if (typeof nodes === 'number') return nodes
    const problems: string[] = []
    for (const one of nodes) {
      const problem = yield* taintNode(args, one, add, drop)
      if (problem !== undefined) problems.push(problem)
    }
    return yield* ended(problems)
  },
}

const isSame = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect
const covers = (drop: Taint, one: Taint): boolean => drop.key === one.key && (!drop.effect || drop.effect === one.effect)

/** Undefined, or what is wrong. */
function* taintNode(args: Args, one: Node | string, add: readonly Taint[], drop: readonly Taint[]): Generator<Ask, string | undefined, Answer> {
  const found = typeof one === 'string' ? yield* send({ method: 'GET', path: pathOfTarget(NODES, '', one) }) : undefined
  if (found && found.code !== 200) return errorText(found)
  const node = (found?.body ?? one) as Node
  const name = node.metadata.name!
  const has = node.spec.taints ?? []
  const clash = add.filter((next) => has.some((old) => isSame(next, old)))
  if (clash.length > 0 && !args.is('overwrite')) return `node ${name} already has ${clash.map(({ key }) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`
  const missing = drop.filter((gone) => !has.some((old) => covers(gone, old)))
  if (missing.length > 0) return missing.map(({ key, effect }) => `taint "${key}${effect ? `:${effect}` : ''}" not found`).join('\n')
  const taints = [...add, ...has.filter((old) => !add.some((next) => isSame(next, old)) && !drop.some((gone) => covers(gone, old)))]
  const next = { ...node, spec: { ...node.spec, taints } }
  // Upstream says nothing of the dry run here.
  const plainly: Args = { ...args, text: (flag) => (flag === 'dry-run' ? 'none' : args.text(flag)) }
  const done = args.is('overwrite') || (add.length > 0 && drop.length > 0) ? 'modified' : add.length > 0 ? 'tainted' : 'untainted'
  if (args.text('dry-run') === 'client') {
    yield* told(plainly, next as unknown as ApiObject, done)
    return undefined
  }
  const body = twoWayPatch(node as never, next as never, typeSchema('Node'))
  const answer = yield* send({ method: 'PATCH', path: pathOfTarget(NODES, '', name), query: { fieldManager: 'kubectl-taint', fieldValidation: 'Strict', ...dryQuery(args) }, headers: STRATEGIC, body })
  if (answer.code !== 200) return errorText(answer)
  yield* told(plainly, answer.body as ApiObject, done)
  return undefined
}

export const NODE_COMMANDS: readonly Command[] = [cordoning('cordon'), cordoning('uncordon'), drain, taint]
