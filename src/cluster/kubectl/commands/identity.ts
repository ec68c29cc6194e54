import { toYaml } from '../../../api/index.ts'
import { columns } from '../columns.ts'
import { complain, print, send, type Conversation } from '../conversation.ts'
import { failed, namespaceOf, refused, resourceOf } from '../targets.ts'
import type { Command } from './command.ts'

const JSON_BODY = { 'content-type': 'application/json' }
const USER = 'kubernetes-admin'
const CONTEXT = `${USER}@glass`

const canI: Command = {
  path: 'auth can-i', usage: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]', flags: { 'all-namespaces': { kind: 'bool', short: 'A' }, subresource: { kind: 'string' } },
  * run(args) {
    const [verb, what, ...more] = args.positional
    if (verb === undefined || what === undefined || more.length > 0) return yield* failed('you must specify two arguments: verb resource or verb resource/resourceName.\nSee \'kubectl auth can-i -h\' for help and examples.')
    const [type = '', name] = what.split('/')
    const info = resourceOf(type)
    if (!info && type !== '*' && !what.startsWith('/')) yield* complain(`Warning: the server doesn't have a resource type '${type}'\n\n`)
    const namespace = args.is('all-namespaces') ? {} : { namespace: namespaceOf(args) }
    const spec = what.startsWith('/') ? { nonResourceAttributes: { verb, path: what } }
      : { resourceAttributes: { ...namespace, verb, group: info?.group ?? '', resource: info?.resource ?? type, ...(args.text('subresource') ? { subresource: args.text('subresource') } : {}), ...(name ? { name } : {}) } }
    const answer = yield* send({ method: 'POST', path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', headers: JSON_BODY, body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec } })
    if (answer.code !== 201) return yield* refused(answer)
    const { allowed, reason } = (answer.body as { readonly status: { readonly allowed: boolean; readonly reason?: string } }).status
    yield* print(allowed ? 'yes\n' : `no${reason ? ` - ${reason}` : ''}\n`)
    return allowed ? 0 : 1
  },
}

const whoAmI: Command = {
  path: 'auth whoami', usage: 'auth whoami', flags: {},
  * run() {
    const answer = yield* send({ method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', headers: JSON_BODY, body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' } })
    if (answer.code !== 201) return yield* refused(answer)
    const { username = '', groups = [] } = (answer.body as { readonly status: { readonly userInfo: { readonly username?: string; readonly groups?: readonly string[] } } }).status.userInfo
    yield* print(columns([['ATTRIBUTE', 'VALUE'], ['Username', username], ...(groups.length > 0 ? [['Groups', `[${groups.join(' ')}]`]] : [])]).text)
    return 0
  },
}

const getContexts: Command = {
  path: 'config get-contexts', usage: 'config get-contexts', flags: { output: { kind: 'string', short: 'o' }, 'no-headers': { kind: 'bool' } },
  * run(args) {
    const unknown = args.positional.find((name) => name !== CONTEXT)
    const rows = args.positional.length > 0 && !args.positional.includes(CONTEXT) ? [] : [['*', CONTEXT, 'glass', USER, '']]
    if (args.text('output') === 'name') yield* print(rows.map(() => `${CONTEXT}\n`).join(''))
    else yield* print(columns([...(args.is('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']]), ...rows]).text)
    return unknown === undefined ? 0 : yield* failed(`context ${unknown} not found`)
  },
}

const getNames = (path: string, name: string): Command => ({
  path, usage: path, flags: {},
  * run(): Conversation {
    yield* print(`NAME\n${name}\n`)
    return 0
  },
})

const useContext: Command = {
  path: 'config use-context', aliases: ['config use'], usage: 'config use-context CONTEXT_NAME', flags: {},
  * run({ positional: [name, ...more] }) {
    if (name === undefined || more.length > 0) return yield* failed(`Unexpected args: [${[name ?? '', ...more].join(' ')}]`)
    if (name !== CONTEXT) return yield* failed(`no context exists with the name: ${JSON.stringify(name)}`)
    yield* print(`Switched to context "${CONTEXT}".\n`)
    return 0
  },
}

const currentContext: Command = {
  path: 'config current-context', usage: 'config current-context', flags: {},
  * run() {
    yield* print(`${CONTEXT}\n`)
    return 0
  },
}

const view: Command = {
  path: 'config view', usage: 'config view', flags: { minify: { kind: 'bool' } },
  * run(_args, { server }) {
    yield* print(toYaml({
      apiVersion: 'v1', clusters: [{ cluster: { server }, name: 'glass' }], contexts: [{ context: { cluster: 'glass', user: USER }, name: CONTEXT }], 'current-context': CONTEXT, kind: 'Config',
      users: [{ name: USER, user: { token: 'REDACTED' } }],
    }))
    return 0
  },
}

export const IDENTITY: readonly Command[] = [canI, whoAmI, currentContext, getContexts, getNames('config get-clusters', 'glass'), getNames('config get-users', USER), useContext, view]
