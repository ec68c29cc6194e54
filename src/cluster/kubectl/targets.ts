import { apiVersionOf, pathOf, RESOURCES, type ResourceInfo } from '../../api/index.ts'
import { complain, send, type Ask, type Answer, type Response } from './conversation.ts'
import type { Args } from './flags.ts'

export interface Target { readonly info: ResourceInfo; readonly name: string | undefined }

export const namespaceOf = (args: Args): string => args.text('namespace') || 'default'

/** 'deploy', 'deployments.apps', 'Deployment': kubectl looks them up in its cached discovery. */
export function resourceOf(word: string): ResourceInfo | undefined {
  const [first = '', ...rest] = word.split('.')
  const name = first.toLowerCase()
  const version = rest.length > 1 && /^v\d/.test(rest[0]!) ? rest.shift() : undefined
  const group = rest.join('.')
  return RESOURCES.find((info) => (info.resource === name || info.singular === name || info.kind.toLowerCase() === name || info.shortNames.includes(first)) && (version === undefined || info.version === version) && info.group.startsWith(group))
}

export const ALL: readonly string[] = ['pods', 'services', 'deployments', 'replicasets']

/** 'pods', 'pod/x svc/y', 'pods x y', 'pods,services', 'all'. */
export function targetsOf(words: readonly string[]): readonly Target[] | { readonly problem: string } {
  const [first, ...names] = words
  if (first === undefined) return { problem: 'You must specify the type of resource to get.' }
  if (words.some((word) => word.includes('/'))) {
    const targets: Target[] = []
    for (const word of words) {
      const [type, name, more] = word.split('/')
      if (!word.includes('/')) return { problem: 'there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. \'kubectl get resource/<resource_name>\' instead of \'kubectl get resource resource/<resource_name>\'' }
      if (more !== undefined) return { problem: 'arguments in resource/name form may not have more than one slash' }
      if (!type || !name) return { problem: 'arguments in resource/name form must have a single resource and name' }
      const info = resourceOf(type!)
      if (!info) return { problem: `the server doesn't have a resource type "${type!.split('.')[0]}"` }
      targets.push({ info, name })
    }
    return targets
  }
  const infos: ResourceInfo[] = []
  for (const type of first.split(',').flatMap((one) => (one === 'all' ? ALL : [one]))) {
    const info = resourceOf(type)
    if (!info) return { problem: `the server doesn't have a resource type "${type!.split('.')[0]}"` }
    if (!infos.includes(info)) infos.push(info)
  }
  if (names.length === 0) return infos.map((info) => ({ info, name: undefined }))
  // Without a name the path is the collection's: a delete of it would take everything.
  if (names.includes('')) return { problem: 'resource name may not be empty' }
  return infos.flatMap((info) => names.map((name) => ({ info, name })))
}

/** Names and what selects do not go together. Models the resource builder. */
export function selectingTwice(args: Args, words: readonly string[]): string | undefined {
  if (args.is('all') && args.text('selector')) return 'setting \'all\' parameter but found a non empty selector. '
  if (!args.text('selector') && !args.text('field-selector')) return undefined
  if (words.some((word) => word.includes('/'))) return 'selectors and the all flag cannot be used when passing resource/name arguments'
  return words.length > 1 ? 'name cannot be provided when a selector is specified' : undefined
}

export const pathOfTarget = (info: ResourceInfo, namespace: string, name?: string, subresource?: string): string => pathOf(info, info.namespaced ? namespace : undefined, name, subresource)

/** 'deployment.apps/web', as kubectl names an object. */
export const shortName = (info: ResourceInfo, name: string): string => `${info.singular}${info.group ? `.${info.group}` : ''}/${name}`

export const stub = (info: ResourceInfo): { readonly apiVersion: string; readonly kind: string } => ({ apiVersion: apiVersionOf(info), kind: info.kind })

/** One object; where it is not found in a namespace that is none, that is what is said. Models resource.Info's Get. */
export function* fetched(info: ResourceInfo, namespace: string, name: string | undefined, headers: Readonly<Record<string, string>> = {}, subresource?: string): Generator<Ask, Response, Answer> {
  const found = yield* send({ method: 'GET', path: pathOfTarget(info, namespace, name, subresource || undefined), headers })
  if (found.code !== 404 || !info.namespaced || namespace === 'default') return found
  const around = yield* send({ method: 'GET', path: `/api/v1/namespaces/${namespace}` })
  return around.code === 404 ? around : found
}

export function* usage(command: string, problem: string): Generator<Ask, number, Answer> {
  yield* complain(`error: ${problem}\nSee 'kubectl ${command} -h' for help and examples\n`)
  return 1
}

/** The words that kubectl puts around what the server refused. Always exit code 1. */
export function* refused(response: Response, doing?: string): Generator<Ask, number, Answer> {
  yield* complain(`${errorText(response, doing)}\n`)
  return 1
}

export function errorText({ code, body, problem }: Response, doing?: string): string {
  if (code === 0) return problem ?? 'Unable to connect to the server'
  const status = body as Status | undefined
  const message = status?.message ?? 'unknown'
  if (status?.reason === 'Invalid' && !doing) return invalidText(status)
  if (status?.reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`
  return `Error from server${status?.reason ? ` (${status.reason})` : ''}: ${doing ? `${doing}: ` : ''}${message}`
}

interface Status {
  readonly reason?: string
  readonly message?: string
  readonly details?: { readonly name?: string; readonly kind?: string; readonly causes?: readonly { readonly field?: string; readonly message?: string }[] }
}

function invalidText({ details, message = '' }: Status): string {
  if (!details) return `The request is invalid${message ? `: ${message}` : ''}`
  const { kind = '', name = '', causes = [] } = details
  const what = kind || name ? `The ${kind} "${name}" is invalid` : `The request is invalid${message && causes.length === 0 ? `: ${message}` : ''}`
  const list = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))]
  if (list.length === 0) return what
  return `${what}: ${list.length === 1 ? list[0] : `\n${list.map((cause) => `* ${cause}`).join('\n')}`}`
}

/** A refused list names what was looked for. Models EnhanceListError. */
export function listErrorText(response: Response, info: ResourceInfo, selector = '', fields = ''): string {
  if (response.code !== 400 && response.code !== 404) return errorText(response)
  const subject = `"${info.group ? `${info.group}/` : '/'}${info.version}, Resource=${info.resource}"`
  return errorText(response, selector === '' && fields === '' ? `Unable to list ${subject}` : `Unable to find ${subject} that match label selector "${selector}", field selector "${fields}"`)
}

export function* usageError(command: string, problem: string): Generator<Ask, number, Answer> {
  yield* complain(`error: ${problem}\nSee 'kubectl ${command} --help' for usage.\n`)
  return 1
}

/** What went wrong with one or more of several objects: a single one is named as an error, others are listed as they are. Returns the exit code. */
export function* ended(problems: readonly string[]): Generator<Ask, number, Answer> {
  for (const problem of problems) yield* complain(`${problems.length > 1 || /^(Error from server|The|error:)/.test(problem) ? '' : 'error: '}${problem}\n`)
  return problems.length > 0 ? 1 : 0
}

export function* failed(problem: string): Generator<Ask, number, Answer> {
  yield* complain(`error: ${problem}${problem.endsWith('\n') ? '' : '\n'}`)
  return 1
}

/** What stands on stderr where a list is empty. */
export const noneFound = (args: Args, info?: ResourceInfo): string => (info?.namespaced === false || args.is('all-namespaces') ? 'No resources found\n' : `No resources found in ${namespaceOf(args)} namespace.\n`)
