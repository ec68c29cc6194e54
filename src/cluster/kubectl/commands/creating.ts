import { configMapKey, resourceNamed, type ApiObject, type Deployment, type Pod, type Service } from '../../../api/index.ts'
import { complain, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import type { Args, FlagTable } from '../flags.ts'
import { ended, errorText, failed, fetched, namespaceOf, pathOfTarget, refused, resourceOf, usage } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'
import { create } from './create-deployment.ts'
import { DRY_RUN, dryQuery, OUTPUT } from './dry-run.ts'
import { told } from './get.ts'
import { FILES, namedBy, type Named } from './named.ts'

const PODS = resourceNamed('', 'pods')!
const SERVICES = resourceNamed('', 'services')!

// Models distribution's reference grammar as far as it is letters, a tag and a digest.
const IMAGE = /^([\w.-]+(:\d+)?\/)?([a-z\d]+([._]|__|-+)?)*[a-z\d](\/([a-z\d]+([._]|__|-+)?)*[a-z\d])*(:[\w][\w.-]{0,127})?(@[A-Za-z][\w]*([-_+.][A-Za-z][\w]*)*:[\da-fA-F]{32,})?$/

const run: Command = {
  path: 'run', usage: 'run NAME --image=image [--env="key=value"] [--port=port] [--command] -- [COMMAND] [args...]',
  flags: {
    image: { kind: 'string' }, port: { kind: 'string' }, env: { kind: 'array' }, labels: { kind: 'string', short: 'l' }, annotations: { kind: 'array' }, restart: { kind: 'string', default: 'Always' }, command: { kind: 'bool' }, privileged: { kind: 'bool' },
    'dry-run': DRY_RUN, output: OUTPUT, 'image-pull-policy': { kind: 'string' },
  },
  * run(args) {
    const [name, ...more] = args.positional
    const image = args.text('image')
    if (image === undefined) return yield* failed('required flag(s) "image" not set')
    if (name === undefined) return yield* usage('run', 'NAME is required for run')
    if (image === '') return yield* failed('--image is required')
    if (!IMAGE.test(image)) return yield* failed(`Invalid image name ${JSON.stringify(image)}: invalid reference format`)
    const restartPolicy = args.text('restart')!
    if (!['Always', 'OnFailure', 'Never'].includes(restartPolicy)) return yield* usage('run', `invalid restart policy: ${restartPolicy}`)
    const imagePullPolicy = args.text('image-pull-policy') || undefined
    if (imagePullPolicy !== undefined && !['Always', 'IfNotPresent', 'Never'].includes(imagePullPolicy)) return yield* usage('run', `invalid image pull policy: ${imagePullPolicy}`)
    const env = args.list('env').map((pair) => ({ name: pair.slice(0, Math.max(pair.indexOf('='), 0)), value: pair.slice(pair.indexOf('=') + 1), pair }))
    const wrongEnv = env.find((one) => !/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(one.name))
    if (wrongEnv) return yield* failed(`invalid env: ${wrongEnv.pair}`)
    const labels = args.text('labels') ? labelsOf(args.text('labels')!) : { run: name }
    if (typeof labels === 'string') return yield* failed(labels)
    const port = args.text('port') ?? ''
    if (port !== '' && !NUMBER.test(port)) return yield* failed(notNumber(port))
    const words = [...more, ...args.rest]
    const annotations = pairs(args.list('annotations'))
    const container = {
      name, image, ...(words.length > 0 ? { [args.is('command') ? 'command' : 'args']: words } : {}), ...(port ? { ports: [{ containerPort: Number(port) }] } : {}), ...(env.length > 0 ? { env: env.map((one) => ({ name: one.name, value: one.value })) } : {}),
      resources: {}, ...(imagePullPolicy ? { imagePullPolicy } : {}), ...(args.is('privileged') ? { securityContext: { privileged: true } } : {}),
    }
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: namespaceOf(args), labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) }, spec: { containers: [container], restartPolicy, dnsPolicy: 'ClusterFirst' } }
    if (args.text('dry-run') === 'client') return yield* told(args, { ...pod, status: {} } as unknown as ApiObject, 'created')
    const answer = yield* send({ method: 'POST', path: pathOfTarget(PODS, namespaceOf(args)), query: { fieldManager: 'kubectl-run', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body: pod })
    if (answer.code !== 201) return yield* refused(answer)
    return yield* told(args, answer.body as ApiObject, 'created')
  },
}

const NUMBER = /^[-+]?\d+$/
const notNumber = (text: string): string => `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`

/** 'a=b,c=d'; a text is what is wrong. */
function labelsOf(text: string): Record<string, string> | string {
  const wrong = text.split(',').find((pair) => !/^[^=]+=[^=]*$/.test(pair))
  return wrong === undefined ? pairs(text.split(',')) : `unexpected label spec: ${wrong}`
}

const EXPOSABLE: readonly string[] = ['services', 'pods', 'deployments', 'replicasets']

const expose: Command = {
  path: 'expose', usage: 'expose (-f FILENAME | TYPE NAME) [--port=port] [--target-port=number-or-name] [--name=name] [--type=type]',
  flags: {
    filename: FILES['filename']!, 'dry-run': DRY_RUN, output: OUTPUT, port: { kind: 'string' }, 'target-port': { kind: 'string' }, name: { kind: 'string' }, type: { kind: 'string' }, protocol: { kind: 'string' }, 'cluster-ip': { kind: 'string' },
    selector: { kind: 'string' }, labels: { kind: 'string', short: 'l' }, 'session-affinity': { kind: 'string' }, 'external-ip': { kind: 'string' },
  },
  * run(args, cx) {
    // Here --selector is what the Service selects, not what to expose.
    const named = yield* namedBy({ ...args, text: (name) => (name === 'selector' ? undefined : args.text(name)) }, cx)
    if (typeof named === 'number') return named
    const problems: string[] = []
    for (const one of named) {
      const problem = yield* exposeOne(args, one)
      if (problem !== undefined) problems.push(problem)
    }
    return yield* ended(problems)
  },
}

/** Undefined, or what went wrong. */
function* exposeOne(args: Args, { info, namespace, name }: Named): Generator<Ask, string | undefined, Answer> {
  const found = yield* fetched(info, namespace, name)
  if (found.code !== 200) return errorText(found)
  if (!EXPOSABLE.includes(info.resource)) return `cannot expose a ${info.kind}${info.group ? `.${info.group}` : ''}`
  const { spec, metadata } = found.body as Deployment & { readonly spec: { readonly selector?: unknown } }
  const own = info.resource === 'pods' ? metadata.labels : info.resource === 'services' ? spec.selector as unknown as Record<string, string> : spec.selector?.matchLabels
  const asked = args.text('selector') ? labelsOf(args.text('selector')!) : own
  if (typeof asked === 'string') return asked
  if (!asked || Object.keys(asked).length === 0) return `couldn't retrieve selectors via --selector flag or introspection: ${info.resource === 'pods' ? 'the pod has no labels and cannot be exposed' : info.resource === 'services' ? 'the service has no pod selector set' : `invalid ${info.singular}: no selectors, therefore cannot be exposed`}`
  const declared = (spec.template?.spec?.containers ?? (spec as unknown as Pod['spec']).containers ?? []).flatMap(({ ports }) => ports ?? []).map(({ containerPort, protocol }) => ({ port: String(containerPort), protocol }))
  const served = info.resource === 'services' ? (spec as unknown as NonNullable<Service['spec']>).ports ?? [] : []
  const known = [...declared, ...served.map(({ port, protocol }) => ({ port: String(port), protocol }))]
  const ports = args.text('port') ? args.text('port')!.split(',') : known.map(({ port }) => port)
  if (ports.length === 0 && args.text('cluster-ip') !== 'None') return 'couldn\'t find port via --port flag or introspection'
  const labels = args.text('labels') ? labelsOf(args.text('labels')!) : metadata.labels
  if (typeof labels === 'string') return labels
  const wrong = ports.find((port) => !NUMBER.test(port))
  if (wrong !== undefined) return notNumber(wrong)
  const target = args.text('target-port')
  const affinity = args.text('session-affinity') ?? ''
  if (!['', 'None', 'ClientIP'].includes(affinity)) return `unknown session affinity: ${affinity}`
  const body = {
    apiVersion: 'v1', kind: 'Service', metadata: { name: args.text('name') || name.slice(0, 63), namespace, ...(labels ? { labels } : {}) },
    spec: {
      ports: ports.map((port, index) => ({ ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}), protocol: args.text('protocol') || (known.find((one) => one.port === port)?.protocol ?? 'TCP'), port: Number(port), targetPort: !target ? Number(port) : /^\d+$/.test(target) ? Number(target) : target })),
      selector: asked, ...(args.text('cluster-ip') ? { clusterIP: args.text('cluster-ip') } : {}), ...(args.text('type') ? { type: args.text('type') } : {}),
      ...(args.text('external-ip') ? { externalIPs: [args.text('external-ip')] } : {}), ...(affinity ? { sessionAffinity: affinity } : {}),
    },
  }
  const answer = args.text('dry-run') === 'client' ? undefined : yield* send({ method: 'POST', path: pathOfTarget(SERVICES, namespace), query: { fieldManager: 'kubectl-expose', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body })
  if (answer && answer.code !== 201) return errorText(answer)
  yield* told(args, (answer?.body ?? { ...body, status: { loadBalancer: {} } }) as ApiObject, 'exposed')
  return undefined
}

/** What a `create` command is for makes of its flags. A text is what is wrong with them. */
type Made = Readonly<Record<string, unknown>> | string

const simpleCreate = (resource: string, group: string, flags: FlagTable, bodyOf: (name: string, args: Args, cx: CommandContext) => Made, subtype?: string): Command => {
  const info = resourceNamed(group, resource)!
  const what = subtype === undefined ? info.singular : `${info.singular} ${subtype}`
  const names = [info.singular, ...info.shortNames]
  return {
    path: `create ${what}`, aliases: names.map((name) => `create ${name}${subtype === undefined ? '' : ` ${subtype}`}`), usage: `create ${what} NAME`, flags: { ...flags, 'dry-run': DRY_RUN, output: OUTPUT },
    * run(args, cx): Conversation {
      const missing = Object.entries(REQUIRED).find(([flag, commands]) => commands.includes(what) && args.text(flag) === undefined)
      if (missing) return yield* failed(`required flag(s) "${missing[0]}" not set`)
      const [name, ...more] = args.positional
      if (name === undefined || more.length > 0) return yield* usage(`create ${what}`, `exactly one NAME is required, got ${args.positional.length}`)
      const body = bodyOf(name, args, cx)
      if (typeof body === 'string') {
        // What discovery does not know is told without the word error.
        if (!body.startsWith('the server')) return yield* failed(body)
        yield* complain(`${body}\n`)
        return 1
      }
      for (const verb of args.list('verb')) if (!VERBS.includes(verb)) yield* complain(`Warning: '${verb}' is not a standard resource verb\n`)
      return yield* create(args, info, { apiVersion: info.group ? `${info.group}/${info.version}` : info.version, kind: info.kind, metadata: { name }, ...body } as never, info.resource === 'services' ? `${TYPES[subtype!]} service` : info.singular)
    },
  }
}

const REQUIRED: Readonly<Record<string, readonly string[]>> = { clusterrole: ['clusterrolebinding'], 'external-name': ['service externalname'] }
const VERBS: readonly string[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'escalate', 'impersonate', '*', 'approve', 'sign', 'attest']

const pairs = (list: readonly string[]): Record<string, string> => Object.fromEntries(list.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))

const SOURCES: FlagTable = { 'from-literal': { kind: 'array' }, 'from-file': { kind: 'array' }, 'from-env-file': { kind: 'array' } }

/** The keys and values of --from-literal, --from-file and --from-env-file. */
function sourced(kind: string, name: string, args: Args, { files: { files } }: CommandContext): Record<string, string> | string {
  const data: Record<string, string> = {}
  if (args.list('from-env-file').length > 0 && args.list('from-file').length + args.list('from-literal').length > 0) return 'from-env-file cannot be combined with from-file or from-literal'
  const found: (readonly [string, string])[] = []
  for (const source of args.list('from-file')) {
    const at = source.indexOf('=')
    const file = source.slice(at + 1)
    if (files[file] === undefined) return `error reading ${file}: no such file or directory`
    found.push([at < 0 ? file.split('/').at(-1)! : source.slice(0, at), files[file]])
  }
  for (const source of args.list('from-literal')) {
    if (source.indexOf('=') < 1) return `invalid literal source ${source}, expected key=value`
    found.push([source.slice(0, source.indexOf('=')), source.slice(source.indexOf('=') + 1)])
  }
  for (const file of args.list('from-env-file')) {
    if (files[file] === undefined) return `open ${file}: no such file or directory`
    for (const line of files[file].split('\n').map((text) => text.trimStart()).filter((text) => text !== '' && !text.startsWith('#'))) found.push([line.split('=')[0]!, line.includes('=') ? line.slice(line.indexOf('=') + 1) : ''])
  }
  for (const [key, value] of found) {
    const wrong = configMapKey(key)
    if (wrong.length > 0) return `${JSON.stringify(key)} is not a valid key name for a ${kind}: ${wrong.join(';')}`
    if (Object.hasOwn(data, key)) return `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ${kind} ${JSON.stringify(name)}`
    data[key] = value
  }
  return data
}

const TYPES: Readonly<Record<string, string>> = { clusterip: 'ClusterIP', nodeport: 'NodePort', loadbalancer: 'LoadBalancer', externalname: 'ExternalName' }

function serviceOf(type: string, name: string, args: Args): Made {
  const ports = []
  for (const pair of args.list('tcp')) {
    const [port = '', target = port] = pair.split(':', 2)
    const wrong = [port, ...(/^\d/.test(target) ? [target] : [])].find((text) => !/^\d+$/.test(text))
    if (wrong !== undefined) return `strconv.ParseUint: parsing ${JSON.stringify(wrong)}: invalid syntax`
    const nodePort = Number(args.text('node-port') ?? 0)
    ports.push({ name: [port, ...(pair.includes(':') ? [target] : [])].join('-'), protocol: 'TCP', port: Number(port), targetPort: /^\d+$/.test(target) ? Number(target) : target, ...(nodePort ? { nodePort } : {}) })
  }
  const clusterIP = args.text('clusterip') || undefined
  if (ports.length === 0 && clusterIP !== 'None' && type !== 'externalname') return 'at least one tcp port specifier must be provided'
  const labels = { app: name }
  return { metadata: { name, labels }, spec: { ...(ports.length > 0 ? { ports } : {}), selector: labels, ...(clusterIP ? { clusterIP } : {}), type: TYPES[type], ...(args.text('external-name') ? { externalName: args.text('external-name') } : {}) }, ...(args.text('dry-run') === 'client' ? { status: { loadBalancer: {} } } : {}) }
}

const TCP: FlagTable = { tcp: { kind: 'list' } }
const ROLE_FLAGS: FlagTable = { verb: { kind: 'list' }, resource: { kind: 'list' }, 'resource-name': { kind: 'array' } }
const BINDING_FLAGS: FlagTable = { clusterrole: { kind: 'string' }, user: { kind: 'array' }, group: { kind: 'array' }, serviceaccount: { kind: 'array' } }

function rulesOf(args: Args): Made {
  const verbs = args.list('verb').includes('*') ? ['*'] : [...new Set(args.list('verb'))]
  const urls = args.list('non-resource-url')
  if (verbs.length === 0) return 'at least one verb must be specified'
  if (args.list('resource').length === 0 && urls.length === 0) return 'at least one resource must be specified'
  if (urls.some((url) => !url.startsWith('/'))) return 'nonResourceURL should start with /'
  const byGroup = new Map<string, Set<string>>()
  for (const word of new Set(args.list('resource'))) {
    const [type = '', ...sub] = word.split('/')
    const info = type === '*' ? { group: '', resource: '*' } : resourceOf(type)
    if (!info) return `the server doesn't have a resource type "${type}"`
    byGroup.set(info.group, (byGroup.get(info.group) ?? new Set()).add([info.resource, ...sub].join('/')))
  }
  return { rules: [
    ...[...byGroup].map(([group, resources]) => ({ apiGroups: [group], resources: [...resources], verbs, ...(args.list('resource-name').length > 0 ? { resourceNames: args.list('resource-name') } : {}) })),
    ...(urls.length > 0 ? [{ nonResourceURLs: urls, verbs }] : []),
  ] }
}

function bindingOf(args: Args): Made {
  const [role, clusterRole] = [args.text('role') || undefined, args.text('clusterrole') || undefined]
  if ((role === undefined) === (clusterRole === undefined)) return 'exactly one of clusterrole or role must be specified'
  if (args.list('serviceaccount').some((one) => !/^[^:]+:[^:]+$/.test(one))) return 'serviceaccount must be <namespace>:<name>'
  const api = { apiGroup: 'rbac.authorization.k8s.io' }
  return {
    roleRef: { ...api, kind: clusterRole ? 'ClusterRole' : 'Role', name: clusterRole ?? role },
    subjects: [
      ...args.list('user').map((name) => ({ ...api, kind: 'User', name })), ...args.list('group').map((name) => ({ ...api, kind: 'Group', name })),
      ...args.list('serviceaccount').map((pair) => ({ kind: 'ServiceAccount', namespace: pair.split(':')[0], name: pair.split(':')[1] })),
    ],
  }
}

function configMapOf(name: string, args: Args, cx: CommandContext): Made {
  const data = sourced('ConfigMap', name, args, cx)
  return typeof data === 'string' ? data : Object.keys(data).length > 0 ? { data } : {}
}

function secretOf(name: string, args: Args, cx: CommandContext): Made {
  const data = sourced('Secret', name, args, cx)
  if (typeof data === 'string') return data
  return { ...(Object.keys(data).length > 0 ? { data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])) } : {}), ...(args.text('type') ? { type: args.text('type') } : {}) }
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

const priorityClassOf = (args: Args): Made => ({
  value: Number(args.text('value')), ...(args.is('global-default') ? { globalDefault: true } : {}), ...(args.text('description') ? { description: args.text('description') } : {}), preemptionPolicy: args.text('preemption-policy'),
})

export const CREATING: readonly Command[] = [
  run, expose,
  simpleCreate('namespaces', '', {}, (_name, args) => (args.text('dry-run') === 'client' ? { spec: {}, status: {} } : {})),
  simpleCreate('serviceaccounts', '', {}, () => ({})),
  simpleCreate('configmaps', '', SOURCES, configMapOf),
  simpleCreate('secrets', '', { ...SOURCES, type: { kind: 'string' } }, secretOf, 'generic'),
  simpleCreate('priorityclasses', 'scheduling.k8s.io', { value: { kind: 'int', default: '0' }, 'global-default': { kind: 'bool' }, description: { kind: 'string' }, 'preemption-policy': { kind: 'string', default: 'PreemptLowerPriority' } }, (_name, args) => priorityClassOf(args)),
  simpleCreate('roles', 'rbac.authorization.k8s.io', ROLE_FLAGS, (_name, args) => rulesOf(args)),
  simpleCreate('clusterroles', 'rbac.authorization.k8s.io', { ...ROLE_FLAGS, 'non-resource-url': { kind: 'list' } }, (_name, args) => rulesOf(args)),
  simpleCreate('rolebindings', 'rbac.authorization.k8s.io', { ...BINDING_FLAGS, role: { kind: 'string' } }, (_name, args) => bindingOf(args)),
  simpleCreate('clusterrolebindings', 'rbac.authorization.k8s.io', BINDING_FLAGS, (_name, args) => bindingOf(args)),
  simpleCreate('services', '', { ...TCP, clusterip: { kind: 'string' } }, (name, args) => serviceOf('clusterip', name, args), 'clusterip'),
  simpleCreate('services', '', { ...TCP, 'node-port': { kind: 'int' } }, (name, args) => serviceOf('nodeport', name, args), 'nodeport'),
  simpleCreate('services', '', TCP, (name, args) => serviceOf('loadbalancer', name, args), 'loadbalancer'),
  simpleCreate('services', '', { ...TCP, 'external-name': { kind: 'string' } }, (name, args) => serviceOf('externalname', name, args), 'externalname'),
]
