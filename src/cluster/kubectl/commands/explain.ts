import type { ResourceInfo } from '../../../api/index.ts'
import { complain, print, send } from '../conversation.ts'
import { errorText, failed, resourceOf } from '../targets.ts'
import type { Command } from './command.ts'
import type { Document, layoutOf } from './explain-layout.ts'

// NB: as the field documentation, with which it comes: a part of the build that comes late and once; no run can tell when.
const given: { layoutOf: typeof layoutOf | undefined } = { layoutOf: undefined }

/** Whoever runs a cluster gives this before a line may ask for an explanation. */
export function provideExplaining(layout: typeof layoutOf): void {
  given.layoutOf ??= layout
}

const explain: Command = {
  path: 'explain',
  usage: 'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  flags: { recursive: { kind: 'bool', short: 'R' }, 'api-version': { kind: 'string' }, output: { kind: 'string', short: 'o' } },
  * run(args) {
    const [asked, more] = args.positional
    if (asked === undefined) return yield* failed('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.')
    if (more !== undefined) return yield* failed('We accept only this format: explain RESOURCE')
    const found = split(asked.replace(/\.$/, ''))
    if (!found) {
      yield* complain(`the server doesn't have a resource type "${asked.split('.')[0]}"\n`)
      return 1
    }
    const { info, fields } = found
    const { group, version } = versionOf(info, args.text('api-version'))
    const index = yield* send({ method: 'GET', path: '/openapi/v3' })
    const path = group === '' ? `api/${version}` : `apis/${group}/${version}`
    const document = index.code === 200 ? (index.body as { paths: Readonly<Record<string, { serverRelativeURL: string }>> }).paths[path] : undefined
    if (index.code === 200 && !document) return yield* failed(`couldn't find resource for "${group}/${version}, Resource=${info.resource}"`)
    const format = args.text('output') ?? 'plaintext'
    if (!format.startsWith('plaintext')) return yield* failed(`unrecognized format: ${format}`)
    const [, url, hash] = /^([^?]*)\?hash=(.*)$/.exec(document?.serverRelativeURL ?? '') ?? []
    const response = document ? yield* send({ method: 'GET', path: url!, query: { hash: hash! } }) : index
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    if (!given.layoutOf) throw new Error('something is explained before the engine has provided how')
    const { text, missing } = given.layoutOf(response.body as Document, { ...info, group, version }, fields, args.is('recursive'), info.resource)
    yield* print(text)
    return missing === undefined ? 0 : yield* failed(missing)
  },
}

/** 'deployments.apps.spec' names the group, 'deployment.spec' does not. */
function split(asked: string): { readonly info: ResourceInfo; readonly fields: readonly string[] } | undefined {
  const [type = '', ...fields] = asked.split('.')
  const info = resourceOf(type)
  if (!info) return undefined
  const full = info.group === '' ? info.resource : `${info.resource}.${info.group}`
  if (!asked.startsWith(full)) return { info, fields }
  return { info, fields: asked.slice(full.length).split('.').slice(1) }
}

function versionOf({ group, version }: ResourceInfo, asked: string | undefined): { readonly group: string; readonly version: string } {
  if (asked === undefined) return { group, version }
  const [first = '', second] = asked.split('/')
  return second === undefined ? { group: '', version: first } : { group: first, version: second }
}

export const EXPLAIN: readonly Command[] = [explain]
