import { labelValue, type ApiObject } from '../../../api/index.ts'
import { print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { ended, errorText, failed, fetched, pathOfTarget } from '../targets.ts'
import type { Command } from './command.ts'
import { dryQuery } from './dry-run.ts'
import { told } from './get.ts'
import { FILES, namedBy, type Named } from './named.ts'

const MERGE = { 'content-type': 'application/merge-patch+json' }

/** label and annotate: `key=value`, `key-`. */
const marking = (path: 'label' | 'annotate', field: 'labels' | 'annotations', done: string): Command => ({
  path, usage: `${path} [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N`, flags: { ...FILES, overwrite: { kind: 'bool' }, list: { kind: 'bool' }, 'resource-version': { kind: 'string' } },
  * run(args, cx): Conversation {
    const noun = path === 'label' ? 'label' : 'annotation'
    const isMark = (word: string): boolean => (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-')
    const from = args.positional.findIndex(isMark)
    const [words, marks] = from < 0 ? [args.positional, []] : [args.positional.slice(0, from), args.positional.slice(from)]
    const late = marks.find((word) => !isMark(word))
    if (late !== undefined) return yield* failed(`all resources must be specified before ${noun} changes: ${late}`)
    if (words.length === 0 && args.list('filename').length === 0) return yield* failed('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    const changes = changesOf(marks, path)
    if ('problem' in changes) return yield* failed(changes.problem)
    if (marks.length === 0 && !args.is('list')) return yield* failed(`at least one ${noun} update is required`)
    const named = yield* namedBy(args, cx, words)
    if (typeof named === 'number') return named
    const problems: string[] = []
    for (const one of named) {
      const problem = yield* mark(args, one, changes.marks, path, field, done)
      if (problem !== undefined) problems.push(problem)
      else if (args.is('list')) yield* listMarks(one, field, named.length === 1)
    }
    return yield* ended(problems)
  },
})

type Marks = Readonly<Record<string, string | null>>

function changesOf(marks: readonly string[], path: 'label' | 'annotate'): { readonly marks: Marks } | { readonly problem: string } {
  const changes: Record<string, string | null> = {}
  const twice: string[] = []
  for (const mark of marks) {
    const at = mark.indexOf('=')
    const [key, value] = at < 0 ? [mark.slice(0, -1), null] : [mark.slice(0, at), mark.slice(at + 1)]
    if (path === 'label' && value !== null) {
      if (value.includes('=')) return { problem: `invalid label spec: ${mark}` }
      const wrong = labelValue(value)
      if (wrong.length > 0) return { problem: `invalid label value: ${JSON.stringify(mark)}: ${wrong.join(';')}` }
    }
    if (key in changes && (changes[key] === null) !== (value === null)) twice.push(key)
    changes[key] = value
  }
  if (twice.length === 0) return { marks: changes }
  return { problem: path === 'label' ? 'can not both modify and remove a label in the same command' : `can not both modify and remove the following annotation(s) in the same command: ${twice.join(', ')}` }
}

/** Undefined, or what went wrong. */
function* mark(args: Args, { info, name, namespace }: Named, changes: Marks, path: 'label' | 'annotate', field: 'labels' | 'annotations', done: string): Generator<Ask, string | undefined, Answer> {
  if (Object.keys(changes).length === 0) return undefined
  const found = yield* fetched(info, namespace, name)
  if (found.code !== 200) return errorText(found)
  const object = found.body as ApiObject
  const has = object.metadata[field] ?? {}
  const taken = Object.entries(changes).filter(([key, value]) => value !== null && has[key] !== undefined && has[key] !== value).map(([key]) => `'${key}' already has a value (${has[key]})`)
  if (taken.length > 0 && !args.is('overwrite')) return path === 'label' ? `${taken[0]}, and --overwrite is false` : `--overwrite is false but found the following declared annotation(s): ${taken.join('; ')}`
  if (path === 'label') for (const [key, value] of Object.entries(changes)) if (value === null && has[key] === undefined) yield* print(`label "${key}" not found.\n`)
  const same = Object.entries(changes).every(([key, value]) => (value === null ? has[key] === undefined : has[key] === value))
  const version = args.text('resource-version')
  const body = { metadata: { ...(version ? { resourceVersion: version } : {}), [field]: changes } }
  let next = object
  if (args.text('dry-run') === 'client') next = { ...object, metadata: { ...object.metadata, [field]: Object.fromEntries(Object.entries({ ...has, ...changes }).filter(([, value]) => value !== null)) as Record<string, string> } }
  else if (!same || path === 'annotate') {
    const answer = yield* send({ method: 'PATCH', path: pathOfTarget(info, namespace, name), query: { fieldManager: args.text('field-manager') ?? `kubectl-${path}`, ...dryQuery(args) }, headers: MERGE, body })
    if (answer.code !== 200) return errorText(answer)
    next = answer.body as ApiObject
  }
  if (args.is('list')) return undefined
  const onlyRemoved = Object.values(changes).every((value) => value === null)
  yield* told(args, next, path === 'label' && same ? 'not labeled' : path === 'label' && onlyRemoved ? 'unlabeled' : done)
  return undefined
}

function* listMarks({ info, name, namespace }: Named, field: 'labels' | 'annotations', alone: boolean): Generator<Ask, void, Answer> {
  const has = ((yield* fetched(info, namespace, name)).body as ApiObject).metadata?.[field] ?? {}
  yield* print(`${alone ? '' : `Listing ${field} for ${info.kind}.${info.group}/${name}:\n`}${Object.keys(has).sort().map((key) => `${alone ? '' : ' '}${key}=${has[key]}\n`).join('')}`)
}

export const MARKING: readonly Command[] = [marking('label', 'labels', 'labeled'), marking('annotate', 'annotations', 'annotated')]
