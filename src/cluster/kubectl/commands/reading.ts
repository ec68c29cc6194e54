import { API_GROUPS, apiVersionOf, RESOURCES, VERSION_INFO, type ApiObject, type Event, type ResourceInfo } from '../../../api/index.ts'
import { columns } from '../columns.ts'
import { clock, complain, print, send } from '../conversation.ts'
import { intervalText } from '../describe/events.ts'
import { errorText, failed, namespaceOf, pathOfTarget, resourceOf, targetsOf } from '../targets.ts'
import type { Command } from './command.ts'
import { EXPLAIN } from './explain.ts'
import { GET } from './get.ts'
import { LOGS } from './logs.ts'

const apiResources: Command = {
  path: 'api-resources', usage: 'api-resources [flags]', flags: { namespaced: { kind: 'bool' }, 'api-group': { kind: 'string' }, 'no-headers': { kind: 'bool' }, output: { kind: 'string', short: 'o' }, verbs: { kind: 'list' }, 'sort-by': { kind: 'string' } },
  * run(args) {
    const output = args.text('output') ?? ''
    const sort = args.text('sort-by') ?? ''
    if (!['', 'name', 'wide'].includes(output)) return yield* failed(`-o ${output} is not supported in this terminal. Use -o wide or -o name.`)
    if (!['', 'name', 'kind'].includes(sort)) return yield* failed('--sort-by accepts only name or kind')
    yield* send({ method: 'GET', path: '/api' })
    yield* send({ method: 'GET', path: '/apis' })
    const group = args.text('api-group')
    const shown = RESOURCES.filter((info) => (group === undefined || info.group === group) && (args.text('namespaced') === undefined || info.namespaced === args.is('namespaced')) && args.list('verbs').every((verb) => (info.verbs as readonly string[]).includes(verb)))
    const key = (info: ResourceInfo): string => (sort === 'kind' ? info.kind : info.resource)
    const ordered = [...shown].sort((a, b) => (sort !== '' ? (key(a) < key(b) ? -1 : 1) : a.group === b.group ? (a.resource < b.resource ? -1 : 1) : a.group < b.group ? -1 : 1))
    const wide = output === 'wide'
    if (output === 'name') yield* print(ordered.map((info) => `${info.resource}${info.group ? `.${info.group}` : ''}\n`).join(''))
    else yield* print(columns([...(args.is('no-headers') ? [] : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])]]), ...ordered.map((info) => [info.resource, info.shortNames.join(','), apiVersionOf(info), String(info.namespaced), info.kind, ...(wide ? [[...info.verbs].sort().join(','), info.categories.join(',')] : [])])]).text)
    return 0
  },
}

const apiVersions: Command = {
  path: 'api-versions', usage: 'api-versions', flags: {},
  * run() {
    yield* print([...new Set(RESOURCES.map(apiVersionOf))].sort().map((version) => `${version}\n`).join(''))
    return API_GROUPS.length > 0 ? 0 : 1
  },
}

const version: Command = {
  path: 'version', usage: 'version [--client]', flags: { client: { kind: 'bool' }, output: { kind: 'string', short: 'o' } },
  * run(args) {
    if (args.positional.length > 0) return yield* failed(`extra arguments: [${args.positional.join(' ')}]`)
    const output = args.text('output')
    if (output !== undefined && output !== 'yaml' && output !== 'json') return yield* failed('--output must be \'yaml\' or \'json\'')
    if (output !== undefined) return yield* failed(`-o ${output} is not supported in this terminal. Use version without it, or get --raw /version.`)
    yield* print(`Client Version: ${VERSION_INFO.gitVersion}\nKustomize Version: v5.7.1\n`)
    if (args.is('client')) return 0
    const response = yield* send({ method: 'GET', path: '/version' })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    yield* print(`Server Version: ${(response.body as { gitVersion: string }).gitVersion}\n`)
    return 0
  },
}

const clusterInfo: Command = {
  path: 'cluster-info', usage: 'cluster-info', flags: {},
  * run(args, { server }) {
    const response = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('services')!, args.text('namespace') ?? 'kube-system'), query: { labelSelector: 'kubernetes.io/cluster-service=true' } })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    yield* print(`Kubernetes control plane is running at ${server}\n`)
    for (const { metadata, spec } of (response.body as { items: readonly (ApiObject & { spec: { ports: readonly { name?: string }[] } })[] }).items) {
      yield* print(`${metadata.labels?.['kubernetes.io/name'] ?? metadata.name} is running at ${server}/api/v1/namespaces/${metadata.namespace}/services/${metadata.name}:${spec.ports[0]?.name ?? ''}/proxy\n`)
    }
    yield* print('\nTo further debug and diagnose cluster problems, use \'kubectl cluster-info dump\'.\n')
    return 0
  },
}

const events: Command = {
  path: 'events', usage: 'events [--for TYPE/NAME] [--types=Normal,Warning]', flags: { for: { kind: 'string' }, types: { kind: 'list' }, 'all-namespaces': { kind: 'bool', short: 'A' }, 'no-headers': { kind: 'bool' } },
  * run(args) {
    const info = resourceOf('events')!
    const query: Record<string, string> = { limit: '500' }
    const target = args.text('for')
    if (target !== undefined) {
      if (!/^[^/]+\/[^/]+$/.test(target)) return yield* failed('--for must be in resource/name form')
      const targets = targetsOf([target])
      if ('problem' in targets) return yield* failed(targets.problem)
      const [{ info: of, name }] = targets as [(typeof targets)[number]]
      query['fieldSelector'] = `involvedObject.kind=${of.kind},involvedObject.apiVersion=${apiVersionOf(of)},involvedObject.name=${name}`
    }
    const types = args.list('types').map((type) => type.toLowerCase())
    if (types.some((type) => type !== 'normal' && type !== 'warning')) return yield* failed('valid --types are Normal or Warning')
    const response = yield* send({ method: 'GET', path: args.is('all-namespaces') ? '/api/v1/events' : pathOfTarget(info, namespaceOf(args)), query })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    const found = (response.body as { readonly items: readonly Event[] }).items.filter(({ type = '' }) => types.length === 0 || types.includes(type.toLowerCase()))
    if (found.length === 0) {
      yield* complain(args.is('all-namespaces') ? 'No events found.\n' : `No events found in ${namespaceOf(args)} namespace.\n`)
      return 0
    }
    const now = yield* clock()
    const spaced = (namespace: string): readonly string[] => (args.is('all-namespaces') ? [namespace] : [])
    const timeOf = ({ series, lastTimestamp, eventTime }: Event): string => series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? ''
    const rows = [...found].sort((x, y) => (timeOf(x) < timeOf(y) ? -1 : timeOf(x) > timeOf(y) ? 1 : 0)).map((event) => {
      const { metadata, type = '', reason = '', involvedObject: of, message = '' } = event
      return [...spaced(metadata.namespace ?? ''), intervalText(event, now), type, reason, `${of.kind ?? ''}/${of.name ?? ''}`, message.trim()]
    })
    yield* print(columns([...(args.is('no-headers') ? [] : [[...spaced('NAMESPACE'), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']]), ...rows]).text)
    return 0
  },
}

export const READING: readonly Command[] = [GET, apiResources, apiVersions, version, clusterInfo, LOGS, events, ...EXPLAIN]
