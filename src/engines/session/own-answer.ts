import { resourceOf } from '../../cluster/index.ts'
import { objectsNow } from '../../projection/index.ts'
import type { ObjectRef, OwnAnswer } from '../../protocol/index.ts'
import { blamedLines } from './blame.ts'
import { parseOwn } from './own-asks.ts'
import { kernelOf, type Session } from './session.ts'
import { why } from './why.ts'

/** Answers a line of the page's own. A wrong line gets its problem in words, as kubectl's would. */
export function answerOwn(session: Session, line: string): OwnAnswer {
  const { command, help, not, namespace, kind, name, unknown } = parseOwn(line)
  if (help) return { own: 'help', about: command }
  if (unknown !== undefined) return problem('flag', { flag: unknown, command })
  if (session.fleet && command === 'blame') return problem('fleet', { command })
  if (kind === '' || name === '') return problem('usage', { command })
  const info = resourceOf(kind)
  if (!info) return problem('kind', { kind })
  const object: ObjectRef = { group: info.group, resource: info.resource, namespace: info.namespaced ? namespace : '', name }
  const found = objectsNow(kernelOf(session)).get(object) !== undefined
  if (command === 'blame') {
    const lines = found ? blamedLines(session, object) : undefined
    return lines ? { own: 'blame', kind: info.kind, object, lines } : problem('not-found', { resource: info.resource, name })
  }
  const answer = why(session, undefined, object)
  // Something that is gone has a reason for it too; what never was has none.
  if (!found && answer.links.length === 0) return problem('not-found', { resource: info.resource, name })
  return { own: 'why', kind: info.kind, object, not, links: answer.links, waits: answer.waits }
}

const problem = (what: string, params: Readonly<Record<string, string>>): OwnAnswer => ({ own: 'problem', text: `own.${what}`, params })
