import { resourceNamed, twoWayPatch, typeSchema, type Node, type Pod, type Taint } from '../../../api/index.ts'
import { complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import { failed, pathOfTarget, refused, usage } from '../targets.ts'
import type { Command } from './command.ts'
import { DRY_RUN } from './dry-run.ts'
import { STRATEGIC } from './named.ts'

const NODES = resourceNamed('', 'nodes')!
const PODS = resourceNamed('', 'pods')!

const cordoning = (path: 'cordon' | 'uncordon'): Command => ({
  path, usage: `${path} NODE`, flags: { selector: { kind: 'string', short: 'l' }, 'dry-run': DRY_RUN },
  * run(args): Conversation {
    const names = yield* nodesMeant(args, path)
    if (typeof names === 'number') return names
    return yield* eachNode(names, (name) => setUnschedulable(name, path === 'cordon', args.text('dry-run') !== 'none'))
  },
})

/** The nodes that are named, or that a selector finds; a number is how the command ended. */
function* nodesMeant(args: Parameters<Command['run']>[0], path: string): Generator<Ask, readonly string[] | number, Answer> {
  const selector = args.text('selector') ?? ''
  if (selector === '') return args.positional.length > 0 ? args.positional : yield* usage(path, `USAGE: ${path} NODE [flags]`)
  const listed = yield* send({ method: 'GET', path: '/api/v1/nodes', query: { labelSelector: selector, limit: '500' } })
  return listed.code === 200 ? (listed.body as { items: readonly Node[] }).items.map(({ metadata }) => metadata.name!) : yield* refused(listed)
}

/** One after the other; the first failure is how it ends. */
function* eachNode(names: readonly string[], work: (name: string) => Conversation): Conversation {
  let ended = 0
  for (const name of names) ended ||= yield* work(name)
  return ended
}

function* setUnschedulable(name: string, wanted: boolean, dry = false): Conversation {
  const found = yield* send({ method: 'GET', path: pathOfTarget(NODES, '', name) })
  if (found.code !== 200) return yield* refused(found)
  const verb = wanted ? 'cordoned' : 'uncordoned'
  if (((found.body as Node).spec.unschedulable ?? false) === wanted) {
    yield* print(`node/${name} already ${verb}\n`)
    return 0
  }
  if (dry) {
    yield* print(`node/${name} ${verb} (dry run)\n`)
    return 0
  }
  const answer = yield* send({ method: 'PATCH', path: pathOfTarget(NODES, '', name), headers: STRATEGIC, body: { spec: { unschedulable: wanted ? true : null } } })
  if (answer.code !== 200) return yield* refused(answer)
  yield* print(`node/${name} ${verb}\n`)
  return 0
}

const drain: Command = {
  path: 'drain', usage: 'drain NODE', flags: { 'ignore-daemonsets': { kind: 'bool' }, 'delete-emptydir-data': { kind: 'bool' }, force: { kind: 'bool' }, 'grace-period': { kind: 'int', default: '-1' }, timeout: { kind: 'string', default: '0s' }, 'disable-eviction': { kind: 'bool' }, 'pod-selector': { kind: 'string' }, selector: { kind: 'string', short: 'l' } },
  * run(args) {
    const names = yield* nodesMeant(args, 'drain')
    if (typeof names === 'number') return names
    const cordoned = yield* eachNode(names, (name) => setUnschedulable(name, true))
    return cordoned === 0 ? yield* eachNode(names, (name) => drainNode(name, args)) : cordoned
  },
}

function* drainNode(name: string, args: Parameters<Command['run']>[0]): Conversation {
  const listed = yield* send({ method: 'GET', path: '/api/v1/pods', query: { fieldSelector: `spec.nodeName=${name}`, limit: '500' } })
  if (listed.code !== 200) return yield* refused(listed)
  const pods = (listed.body as { items: readonly Pod[] }).items.filter((pod) => pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined)
  const unowned = pods.filter((pod) => !pod.metadata.ownerReferences?.some(({ controller }) => controller) && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed')
  const local = pods.filter((pod) => pod.spec.volumes?.some((volume) => volume.emptyDir))
  const problems = [
    ...(unowned.length > 0 && !args.is('force') ? [`cannot delete Pods that declare no controller (use --force to override): ${unowned.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`] : []),
    ...(local.length > 0 && !args.is('delete-emptydir-data') ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${local.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`] : []),
  ]
  if (problems.length > 0) {
    yield* complain(`error: unable to drain node "${name}" due to error: ${problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`}, continuing command...\nThere are pending nodes to be drained:\n ${name}\n${problems.join('\n')}\n`)
    return 1
  }
  if (unowned.length > 0) yield* complain(`Warning: deleting Pods that declare no controller: ${unowned.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}\n`)
  for (const { metadata } of pods) yield* print(`evicting pod ${metadata.namespace}/${metadata.name}\n`)
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
  yield* print(`node/${name} drained\n`)
  return 0
}

const EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

const taint: Command = {
  path: 'taint', aliases: ['taint nodes', 'taint node', 'taint no'], usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N', flags: { overwrite: { kind: 'bool' }, all: { kind: 'bool' }, selector: { kind: 'string', short: 'l' }, 'dry-run': DRY_RUN },
  * run(args) {
    const names = args.positional.filter((word) => !/[=:]|-$/.test(word) && !['node', 'nodes', 'no'].includes(word))
    const specs = args.positional.filter((word) => /[=:]|-$/.test(word))
    if (specs.length === 0) return yield* failed('at least one taint update is required')
    const add: Taint[] = []
    const drop: { readonly key: string; readonly effect: string | undefined }[] = []
    for (const spec of specs) {
      const [, key, value, effect] = /^([^=:]+)(?:=([^=:]*))?(?::(\w+))?$/.exec(spec.replace(/-$/, '')) ?? []
      if (effect !== undefined && !EFFECTS.includes(effect)) return yield* usage('taint', `invalid taint effect: ${effect}, unsupported taint effect`)
      if (key === undefined || (effect === undefined && (value !== undefined || !spec.endsWith('-')))) return yield* usage('taint', `invalid taint spec: ${spec}`)
      if (spec.endsWith('-')) drop.push({ key, effect })
      else add.push({ key, ...(value ? { value } : {}), effect: effect as Taint['effect'] })
    }
    let exit = 0
    for (const name of names) {
      const found = yield* send({ method: 'GET', path: pathOfTarget(NODES, '', name) })
      if (found.code !== 200) {
        exit = yield* refused(found)
        continue
      }
      const node = found.body as Node
      const has = node.spec.taints ?? []
      const missing = drop.filter(({ key, effect }) => !has.some((one) => one.key === key && (effect === undefined || one.effect === effect)))
      if (missing.length > 0) {
        exit = yield* failed(`taint "${missing[0]!.key}${missing[0]!.effect ? `:${missing[0]!.effect}` : ''}" not found`)
        continue
      }
      const clash = add.filter((one) => has.some((old) => old.key === one.key && old.effect === one.effect))
      if (clash.length > 0 && !args.is('overwrite')) {
        exit = yield* failed(`node ${name} already has ${clash.map(({ key }) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`)
        continue
      }
      const taints = [...add, ...has.filter((old) => !add.some((one) => one.key === old.key && one.effect === old.effect) && !drop.some(({ key, effect }) => old.key === key && (effect === undefined || old.effect === effect)))]
      const body = twoWayPatch(node as never, { ...node, spec: { ...node.spec, taints } } as never, typeSchema('Node'))
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(NODES, '', name), query: { fieldManager: 'kubectl-taint', fieldValidation: 'Strict' }, headers: STRATEGIC, body })
      if (answer.code !== 200) exit = yield* refused(answer)
      else yield* print(`node/${name} ${args.is('overwrite') || (add.length > 0 && drop.length > 0) ? 'modified' : add.length > 0 ? 'tainted' : 'untainted'}\n`)
    }
    return exit
  },
}

export const NODE_COMMANDS: readonly Command[] = [cordoning('cordon'), cordoning('uncordon'), drain, taint]
