import { API_GROUPS, apiVersionOf, RESOURCES, VERSION_INFO, type ApiObject, type Table } from '../../../api/index.ts'
import { columns } from '../columns.ts'
import { complain, print, send } from '../conversation.ts'
import { errorText, failed, namespaceOf, pathOfTarget, resourceOf, targetsOf } from '../targets.ts'
import type { Command } from './command.ts'
import { EXPLAIN } from './explain.ts'
import { GET, headerOf, rowsOf, TABLE } from './get.ts'

const apiResources: Command = {
  path: 'api-resources', usage: 'api-resources [flags]', flags: { namespaced: { kind: 'bool' }, 'api-group': { kind: 'string' }, 'no-headers': { kind: 'bool' }, output: { kind: 'string', short: 'o' } },
  * run(args) {
    yield* send({ method: 'GET', path: '/api' })
    yield* send({ method: 'GET', path: '/apis' })
    const group = args.text('api-group')
    const shown = RESOURCES.filter((info) => (group === undefined || info.group === group) && (args.text('namespaced') === undefined || info.namespaced === args.is('namespaced')))
    const ordered = [...shown].sort((a, b) => (a.group === b.group ? (a.resource < b.resource ? -1 : 1) : a.group < b.group ? -1 : 1))
    if (args.text('output') === 'name') yield* print(ordered.map((info) => `${info.resource}${info.group ? `.${info.group}` : ''}\n`).join(''))
    else yield* print(columns([...(args.is('no-headers') ? [] : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND']]), ...ordered.map((info) => [info.resource, info.shortNames.join(','), apiVersionOf(info), String(info.namespaced), info.kind])]).text)
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
  * run(_args, { server }) {
    const response = yield* send({ method: 'GET', path: '/api/v1/namespaces/kube-system/services', query: { labelSelector: 'kubernetes.io/cluster-service=true' } })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    yield* print(`Kubernetes control plane is running at ${server}\n`)
    for (const { metadata, spec } of (response.body as { items: readonly (ApiObject & { spec: { ports: readonly { name?: string }[] } })[] }).items) {
      yield* print(`${metadata.labels?.['kubernetes.io/name'] ?? metadata.name} is running at ${server}/api/v1/namespaces/kube-system/services/${metadata.name}:${spec.ports[0]?.name ?? ''}/proxy\n`)
    }
    yield* print('\nTo further debug and diagnose cluster problems, use \'kubectl cluster-info dump\'.\n')
    return 0
  },
}

const logs: Command = {
  path: 'logs', aliases: ['log'], usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: { follow: { kind: 'bool', short: 'f' }, previous: { kind: 'bool', short: 'p' }, container: { kind: 'string', short: 'c' }, tail: { kind: 'int' }, since: { kind: 'string' }, timestamps: { kind: 'bool' }, selector: { kind: 'string', short: 'l' } },
  * run(args) {
    const [first] = args.positional
    const selector = args.text('selector')
    if (first === undefined && selector === undefined) return yield* failed(`expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples`)
    const names: string[] = []
    if (first !== undefined) {
      const targets = targetsOf(first.includes('/') ? [first] : ['pods', first])
      if ('problem' in targets) return yield* failed(targets.problem)
      const [{ info, name }] = targets as [(typeof targets)[number]]
      const found = yield* send({ method: 'GET', path: pathOfTarget(info, namespaceOf(args), name) })
      if (found.code !== 200) {
        yield* complain(`${errorText(found).replace('Error from server', 'error: error from server').replace(/^error: error from server \((\w+)\): /, 'error: error from server ($1): ')}\n`)
        return 1
      }
      if (info.resource === 'pods') names.push(name!)
      else {
        const labels = (found.body as { spec: { selector: { matchLabels?: Record<string, string> } & Record<string, unknown> } }).spec.selector
        const match = labels.matchLabels ?? (labels as Record<string, string>)
        const pods = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('pods')!, namespaceOf(args)), query: { labelSelector: Object.entries(match).map(([key, value]) => `${key}=${value}`).join(',') } })
        const items = (pods.body as { items?: readonly ApiObject[] }).items ?? []
        if (items.length === 0) return yield* failed('timed out waiting for the condition')
        if (items.length > 1) yield* complain(`Found ${items.length} pods, using pod/${items[0]!.metadata.name}\n`)
        names.push(items[0]!.metadata.name!)
      }
    } else {
      const pods = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('pods')!, namespaceOf(args)), query: { labelSelector: selector! } })
      for (const item of (pods.body as { items?: readonly ApiObject[] }).items ?? []) names.push(item.metadata.name!)
      if (names.length === 0) yield* complain(`No resources found in ${namespaceOf(args)} namespace.\n`)
    }
    const query: Record<string, string> = {}
    for (const [flag, key] of [['container', 'container'], ['tail', 'tailLines']] as const) if (args.text(flag) !== undefined) query[key] = args.text(flag)!
    for (const flag of ['follow', 'previous', 'timestamps'] as const) if (args.is(flag)) query[flag] = 'true'
    const since = /^(\d+)(s|m|h)$/.exec(args.text('since') ?? '')
    if (since) query['sinceSeconds'] = String(Number(since[1]) * { s: 1, m: 60, h: 3600 }[since[2] as 's']!)
    for (const name of names) {
      const path = pathOfTarget(resourceOf('pods')!, namespaceOf(args), name, 'log')
      if (args.is('follow')) {
        const opened = yield { ask: 'stream', request: { method: 'GET', path, query } }
        if (opened.answer !== 'watching') return 1
        for (;;) {
          const next = yield { ask: 'next', watch: opened.watch }
          if (next.answer === 'response') {
            if (next.code !== 200) {
              yield* complain(`${errorText(next)}\n`)
              return 1
            }
            yield* print(String(next.body ?? ''))
            break
          }
          if (next.answer !== 'chunk') break
          yield* print(next.text)
          if (next.last) break
        }
        continue
      }
      const response = yield* send({ method: 'GET', path, query })
      if (response.code !== 200) {
        yield* complain(`${errorText(response)}\n`)
        return 1
      }
      yield* print(String(response.body ?? ''))
    }
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
      const targets = targetsOf([target])
      if ('problem' in targets) return yield* failed(targets.problem)
      const [{ info: of, name }] = targets as [(typeof targets)[number]]
      query['fieldSelector'] = `involvedObject.kind=${of.kind},involvedObject.apiVersion=${apiVersionOf(of)},involvedObject.name=${name}`
    }
    const response = yield* send({ method: 'GET', path: args.is('all-namespaces') ? '/api/v1/events' : pathOfTarget(info, namespaceOf(args)), query, headers: { accept: TABLE } })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    const table = response.body as Table
    const types = args.list('types')
    const rows = rowsOf(args, table, info, false).filter((row) => types.length === 0 || types.some((type) => row.includes(type)))
    if (rows.length === 0) yield* complain(args.is('all-namespaces') ? 'No events found.\n' : `No events found in ${namespaceOf(args)} namespace.\n`)
    else yield* print(columns([...(args.is('no-headers') ? [] : [headerOf(args, table, info)]), ...rows]).text)
    return 0
  },
}

export const READING: readonly Command[] = [GET, apiResources, apiVersions, version, clusterInfo, logs, events, ...EXPLAIN]
