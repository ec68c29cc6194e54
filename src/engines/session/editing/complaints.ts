import { isStatus } from '../../../api/index.ts'

/** One thing that a refusal says, and about which field. */
export interface Complaint {
  readonly message: string
  readonly field?: string
  /** The name itself is wrong, not what it holds. */
  readonly ofKey?: boolean
  /** The JSON type of the value that was given, where the path may mean several values. */
  readonly given?: string
}

/** Takes a refusal apart: causes with fields, the strict decoder's unknown fields, a Go field of the wrong type, the errors of a typed configuration. */
export function complaintsOf(body: unknown): readonly Complaint[] {
  if (!isStatus(body)) return []
  const { message = '', details } = body
  const causes = (details?.causes ?? []).filter(({ field }) => field !== undefined && field !== '' && field !== 'patch')
  if (causes.length > 0) return causes.map((cause) => ({ message: `${cause.field}: ${cause.message}`, field: cause.field! }))
  const unknown = [...message.matchAll(/(unknown|duplicate) field \\?"((?:[^"\\]|\\[^"])+)\\?"/g)]
  if (unknown.length > 0) return unknown.map(([, what, field]) => ({ message: `${what} field "${field}"`, field: field!, ofKey: true }))
  const typed = [...message.matchAll(/^\s*(?:.*?\): )?(\.[^:]+): ((?:expected|field not declared|duplicate entries|element)[^\n]*)$/gm)]
  if (typed.length > 0) return typed.map(([, field, words]) => ({ message: `${field}: ${words}`, field: field!, ofKey: words!.startsWith('field not declared') }))
  const [, given, field] = /cannot unmarshal (\w+)(?: \S+)? into Go struct field \w+\.(\S+) of type/.exec(message) ?? []
  if (field !== undefined) return [{ message, field, given: given! }]
  const [, sentence] = /^(?:.*?: )?namespaces "[^"]*" not found$/.exec(message) ?? []
  if (sentence !== undefined || /^namespaces "[^"]*" not found$/.test(message)) return [{ message, field: 'metadata.namespace' }]
  return [{ message }]
}

/** The same of what kubectl says before it asks anybody. */
export function complaintOfKubectl(text: string): Complaint {
  const message = text.trim().replace(/^error: /, '')
  if (/no matches for kind/.test(message)) return { message, field: 'kind' }
  if (/resource name may not be empty/.test(message)) return { message, field: 'metadata.name' }
  return { message }
}
