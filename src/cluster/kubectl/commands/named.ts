import { manifestsOf } from '../manifests.ts'
import { complain, send, type Answer, type Ask } from '../conversation.ts'
import type { ApiObject, ResourceInfo } from '../../../api/index.ts'
import type { Args, FlagTable } from '../flags.ts'
import { ended, failed, listErrorText, namespaceOf, pathOfTarget, selectingTwice, targetsOf, type Target } from '../targets.ts'
import type { CommandContext } from './command.ts'
import { DRY_RUN, OUTPUT } from './dry-run.ts'

export const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' }

export const NOTHING_NAMED = 'You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   \'-f rsrc.yaml\'\n   \'--filename=rsrc.json\'\n   \'<resource> <name>\'\n   \'<resource>\''

export interface Named { readonly info: ResourceInfo; readonly name: string; readonly namespace: string; readonly file?: string }

/** What a command is about: the objects of its files, or those that its words name, or those that its selector finds; `orAll` of the type where nothing more is said. */
export function* namedBy(args: Args, cx: CommandContext, words = args.positional, orAll = false): Generator<Ask, readonly Named[] | number, Answer> {
  if (args.list('filename').length > 0) {
    if (words.length > 0) return yield* failed('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well')
    const { manifests, problems } = manifestsOf(args.list('filename'), cx.files, args.text('namespace'))
    if (problems.length > 0) return yield* ended(problems)
    return manifests.map(({ info, object, file }) => ({ info, file, name: object.metadata.name ?? '', namespace: object.metadata.namespace ?? namespaceOf(args) }))
  }
  const twice = selectingTwice(args, words)
  if (twice !== undefined) return yield* failed(twice)
  const targets = targetsOf(words)
  if ('problem' in targets) return yield* failed(words.length === 0 ? NOTHING_NAMED : targets.problem)
  const named: Named[] = []
  for (const { info, name } of targets as readonly Target[]) {
    if (name !== undefined) {
      named.push({ info, name, namespace: namespaceOf(args) })
      continue
    }
    const selector = args.text('selector')
    const fields = args.text('field-selector')
    if (selector === undefined && fields === undefined && !args.is('all') && !orAll) return yield* failed('resource(s) were provided, but no name was specified')
    const listed = yield* send({ method: 'GET', path: pathOfTarget(info, namespaceOf(args)), query: { ...(selector === undefined ? {} : { labelSelector: selector }), ...(fields === undefined ? {} : { fieldSelector: fields }) } })
    if (listed.code !== 200) {
      yield* complain(`${listErrorText(listed, info, selector, fields)}\n`)
      return 1
    }
    for (const { metadata } of (listed.body as { items: readonly ApiObject[] }).items) named.push({ info, name: metadata.name!, namespace: metadata.namespace ?? '' })
  }
  return named
}

export const FILES: FlagTable = { filename: { kind: 'list', short: 'f' }, selector: { kind: 'string', short: 'l' }, 'field-selector': { kind: 'string' }, all: { kind: 'bool' }, 'dry-run': DRY_RUN, output: OUTPUT, 'field-manager': { kind: 'string' } }
