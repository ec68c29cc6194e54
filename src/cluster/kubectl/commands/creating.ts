import { qosClass, resourceNamed, type ApiObject, type Deployment, type Pod } from '../../../api/index.ts'
import { print, send, type Conversation } from '../conversation.ts'
import type { Args, FlagTable } from '../flags.ts'
import { failed, fetched, namespaceOf, pathOfTarget, refused, resourceOf, usage } from '../targets.ts'
import type { Command } from './command.ts'
import { create } from './create-deployment.ts'
import { DRY_RUN, dryQuery, suffix } from './dry-run.ts'
import { FILES, namedBy } from './named.ts'
import { printAs } from './get.ts'

const PODS = resourceNamed('', 'pods')!

const run: Command = {
  path: 'run', usage: 'run NAME --image=image [--env="key=value"] [--port=port] [--command] -- [COMMAND] [args...]',
  flags: { image: { kind: 'string' }, port: { kind: 'string' }, env: { kind: 'list' }, labels: { kind: 'string', short: 'l' }, restart: { kind: 'string', default: 'Always' }, command: { kind: 'bool' }, 'dry-run': DRY_RUN, output: { kind: 'string', short: 'o' }, 'image-pull-policy': { kind: 'string' } },
  * run(args) {
    const [name] = args.positional
    const image = args.text('image')
    if (image === undefined) return yield* failed('required flag(s) "image" not set')
    if (name === undefined) return yield* usage('run', 'NAME is required for run')
    const restartPolicy = args.text('restart')!
    if (!['Always', 'OnFailure', 'Never'].includes(restartPolicy)) return yield* usage('run', `invalid restart policy: ${restartPolicy}`)
    const labels = args.text('labels') ? Object.fromEntries(args.text('labels')!.split(',').map((pair) => pair.split('=') as [string, string])) : { run: name }
    const container = {
      name, image, resources: {}, ...(args.text('image-pull-policy') ? { imagePullPolicy: args.text('image-pull-policy') } : {}), ...(args.text('port') ? { ports: [{ containerPort: Number(args.text('port')) }] } : {}),
      ...(args.list('env').length > 0 ? { env: args.list('env').map((pair) => ({ name: pair.split('=')[0]!, value: pair.slice(pair.indexOf('=') + 1) })) } : {}),
      ...(args.rest.length > 0 ? (args.is('command') ? { command: args.rest } : { args: args.rest }) : {}),
    }
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels, namespace: namespaceOf(args) }, spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy } }
    if (args.text('dry-run') === 'client') {
      if (args.text('output')) yield* printAs(args.text('output')!, { ...pod, status: {} }, [pod as unknown as ApiObject])
      else yield* print(`pod/${name} created (dry run)\n`)
      return qosClass(pod) ? 0 : 1
    }
    const answer = yield* send({ method: 'POST', path: pathOfTarget(PODS, namespaceOf(args)), query: { fieldManager: 'kubectl-run', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body: pod })
    if (answer.code !== 201) return yield* refused(answer)
    yield* print(`pod/${name} created${suffix(args)}\n`)
    return 0
  },
}

const expose: Command = {
  path: 'expose', usage: 'expose (-f FILENAME | TYPE NAME) [--port=port] [--target-port=number-or-name] [--name=name] [--type=type]',
  flags: { ...FILES, port: { kind: 'string' }, 'target-port': { kind: 'string' }, name: { kind: 'string' }, type: { kind: 'string' }, protocol: { kind: 'string', default: 'TCP' }, 'cluster-ip': { kind: 'string' } },
  * run(args, cx) {
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    const [one] = named
    const found = yield* fetched(one!.info, one!.namespace, one!.name)
    if (found.code !== 200) return yield* refused(found)
    const { spec, metadata } = found.body as Deployment & { readonly spec: { readonly selector?: unknown } }
    const selector = one!.info.resource === 'pods' ? metadata.labels : one!.info.resource === 'services' ? spec.selector as unknown as Record<string, string> : spec.selector?.matchLabels
    if (!selector || Object.keys(selector).length === 0) return yield* failed(`couldn't retrieve selectors via --selector flag or introspection: the ${one!.info.singular} has no labels and cannot be exposed`)
    const declared = (spec.template?.spec?.containers ?? (spec as unknown as Pod['spec']).containers ?? []).flatMap(({ ports }) => ports ?? [])
    const ports = args.text('port') ? args.text('port')!.split(',').map(Number) : declared.map(({ containerPort }) => containerPort)
    if (ports.length === 0) return yield* failed(`couldn't find port via --port flag or introspection`)
    const target = args.text('target-port')
    const body = {
      apiVersion: 'v1', kind: 'Service', metadata: { name: args.text('name') ?? one!.name, namespace: one!.namespace, ...(metadata.labels ? { labels: metadata.labels } : {}) },
      spec: {
        selector, ports: ports.map((port, index) => ({ ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}), port, protocol: args.text('protocol'), targetPort: target === undefined ? port : /^\d+$/.test(target) ? Number(target) : target })),
        ...(args.text('type') ? { type: args.text('type') } : {}), ...(args.text('cluster-ip') ? { clusterIP: args.text('cluster-ip') } : {}),
      },
    }
    const answer = yield* send({ method: 'POST', path: pathOfTarget(resourceOf('services')!, one!.namespace), query: { fieldManager: 'kubectl-expose', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body })
    if (answer.code !== 201) return yield* refused(answer)
    const output = args.text('output')
    const made = args.text('dry-run') === 'client' ? { ...body, status: { loadBalancer: {} } } : answer.body as ApiObject
    if (output) {
      const problem = yield* printAs(output, made, [made as ApiObject])
      return problem ? yield* failed(problem) : 0
    }
    yield* print(`service/${(answer.body as ApiObject).metadata.name} exposed${suffix(args)}\n`)
    return 0
  },
}

const simpleCreate = (resource: string, group: string, flags: FlagTable, bodyOf: (name: string, args: Args) => Readonly<Record<string, unknown>> | { readonly problem: string }, aliases: readonly string[] = []): Command => {
  const info = resourceNamed(group, resource)!
  return {
    path: `create ${info.singular}`, aliases: [...info.shortNames.map((short) => `create ${short}`), ...aliases], usage: `create ${info.singular} NAME`, flags: { ...flags, 'dry-run': DRY_RUN, output: { kind: 'string', short: 'o' } },
    * run(args): Conversation {
      const name = args.positional.at(-1)
      if (name === undefined) return yield* failed(`exactly one NAME is required, got 0\nSee 'kubectl create ${info.singular} -h' for help and examples`)
      const body = bodyOf(name, args)
      if ('problem' in body) return yield* failed(String(body.problem))
      return yield* create(args, info, { apiVersion: info.group ? `${info.group}/${info.version}` : info.version, kind: info.kind, metadata: { name }, ...body } as never, info.singular)
    },
  }
}

const pairs = (list: readonly string[]): Record<string, string> => Object.fromEntries(list.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))

function literals(args: Args): { readonly problem: string } | undefined {
  const wrong = args.list('from-literal').find((pair) => !pair.includes('='))
  return wrong === undefined ? undefined : { problem: `invalid literal source ${wrong}, expected key=value` }
}

function servicePorts(args: Args): { port: number; targetPort: number | string; protocol: string; name: string }[] {
  return args.list('tcp').map((pair) => {
    const [port, target] = pair.split(':')
    return { name: pair.replace(':', '-'), port: Number(port), protocol: 'TCP', targetPort: target === undefined ? Number(port) : /^\d+$/.test(target) ? Number(target) : target }
  })
}

const serviceCreate = (type: 'clusterip' | 'nodeport', kind: string): Command => ({
  path: `create service ${type}`, aliases: [`create svc ${type}`], usage: `create service ${type} NAME [--tcp=<port>:<targetPort>]`, flags: { tcp: { kind: 'list' }, clusterip: { kind: 'string' }, 'node-port': { kind: 'int' }, 'dry-run': DRY_RUN, output: { kind: 'string', short: 'o' } },
  * run(args): Conversation {
    const [name] = args.positional
    if (name === undefined) return yield* failed('exactly one NAME is required, got 0')
    if (args.list('tcp').length === 0 && args.text('clusterip') !== 'None') return yield* failed('at least one tcp port specifier must be provided')
    const labels = { app: name }
    return yield* create(args, resourceOf('services')!, { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { type: kind, selector: labels, ports: servicePorts(args), ...(args.text('clusterip') ? { clusterIP: args.text('clusterip') } : {}) } } as never, `${kind} service`)
  },
})

const ROLE_FLAGS: FlagTable = { verb: { kind: 'list' }, resource: { kind: 'list' }, 'resource-name': { kind: 'list' } }
const BINDING_FLAGS: FlagTable = { role: { kind: 'string' }, clusterrole: { kind: 'string' }, user: { kind: 'list' }, group: { kind: 'list' }, serviceaccount: { kind: 'list' } }

function rulesOf(args: Args): Readonly<Record<string, unknown>> | { readonly problem: string } {
  if (args.list('verb').length === 0) return { problem: 'at least one verb must be specified' }
  if (args.list('resource').length === 0) return { problem: 'one or more resources must be specified' }
  const byGroup = new Map<string, string[]>()
  for (const word of args.list('resource')) {
    const info = resourceOf(word.split('/')[0]!)
    if (!info) return { problem: `the server doesn't have a resource type "${word}"` }
    byGroup.set(info.group, [...(byGroup.get(info.group) ?? []), [info.resource, ...word.split('/').slice(1)].join('/')])
  }
  return { rules: [...byGroup].map(([group, resources]) => ({ apiGroups: [group], resources, verbs: args.list('verb'), ...(args.list('resource-name').length > 0 ? { resourceNames: args.list('resource-name') } : {}) })) }
}

function bindingOf(args: Args): Readonly<Record<string, unknown>> | { readonly problem: string } {
  const role = args.text('clusterrole') ?? args.text('role')
  if (role === undefined) return { problem: 'exactly one of clusterrole or role must be specified' }
  const api = { apiGroup: 'rbac.authorization.k8s.io' }
  return {
    roleRef: { ...api, kind: args.text('clusterrole') ? 'ClusterRole' : 'Role', name: role },
    subjects: [
      ...args.list('user').map((name) => ({ ...api, kind: 'User', name })), ...args.list('group').map((name) => ({ ...api, kind: 'Group', name })),
      ...args.list('serviceaccount').map((pair) => ({ kind: 'ServiceAccount', namespace: pair.split(':')[0], name: pair.split(':')[1] })),
    ],
  }
}

export const CREATING: readonly Command[] = [
  run, expose,
  simpleCreate('namespaces', '', {}, (_name, args) => (args.text('dry-run') === 'client' ? { spec: {}, status: {} } : {})),
  simpleCreate('serviceaccounts', '', {}, () => ({})),
  simpleCreate('configmaps', '', { 'from-literal': { kind: 'list' } }, (_name, args) => literals(args) ?? ({ data: pairs(args.list('from-literal')) })),
  simpleCreate('secrets', '', { 'from-literal': { kind: 'list' }, type: { kind: 'string' } }, (_name, args) => literals(args) ?? ({ type: args.text('type') ?? 'Opaque', stringData: pairs(args.list('from-literal')) }), ['create secret generic']),
  simpleCreate('priorityclasses', 'scheduling.k8s.io', { value: { kind: 'int', default: '0' }, 'global-default': { kind: 'bool' }, description: { kind: 'string' } }, (_name, args) => ({ value: Number(args.text('value')), globalDefault: args.is('global-default'), description: args.text('description') ?? '' })),
  simpleCreate('roles', 'rbac.authorization.k8s.io', ROLE_FLAGS, (_name, args) => rulesOf(args)),
  simpleCreate('clusterroles', 'rbac.authorization.k8s.io', ROLE_FLAGS, (_name, args) => rulesOf(args)),
  simpleCreate('rolebindings', 'rbac.authorization.k8s.io', BINDING_FLAGS, (_name, args) => bindingOf(args)),
  simpleCreate('clusterrolebindings', 'rbac.authorization.k8s.io', BINDING_FLAGS, (_name, args) => bindingOf(args)),
  serviceCreate('clusterip', 'ClusterIP'), serviceCreate('nodeport', 'NodePort'),
]
