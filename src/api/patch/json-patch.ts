import { applyPatch, type Operation, Pointer } from 'rfc6902'
import { sameValue } from '../objects.ts'
import { isMap } from './json-value.ts'
import type { Patched } from './patched.ts'

const MISSING = 'missing value'
const BAD_INDEX = 'invalid index referenced'

/** Applies an RFC 6902 patch (a list of operations). The input is never edited; errors are in the words of upstream's library. */
export function jsonPatch(object: unknown, operations: unknown): Patched {
  if (!Array.isArray(operations)) return { error: 'json: cannot unmarshal object into Go value of type jsonpatch.Patch' }
  let document = object
  for (const operation of operations) {
    if (!isMap(operation)) return { error: 'json: cannot unmarshal value into Go value of type jsonpatch.Operation' }
    const next = applyOne(document, operation as unknown as Step)
    if (next.error !== undefined) return next
    document = next.object
  }
  return { object: document }
}

interface Step { readonly op: string; readonly path?: string; readonly from?: string; readonly value?: unknown }

/** A document whose containers along one path are copies, and what is found at that path's end. */
interface Opened { readonly document: unknown; readonly parent: unknown; readonly key: string }

function applyOne(document: unknown, step: Step): Patched {
  switch (step.op) {
    case 'add': case 'remove': case 'replace': case 'test': return atPath(document, step, step.op)
    case 'move': case 'copy': return fromPath(document, step, step.op)
    default: return { error: `Unexpected kind: ${step.op}` }
  }
}

function atPath(document: unknown, step: Step, op: 'add' | 'remove' | 'replace' | 'test'): Patched {
  const path = step.path
  if (typeof path !== 'string') {
    const why = op === 'add' || op === 'remove' ? MISSING : `operation missing path field: ${MISSING}`
    return { error: `${op} operation failed to decode path: ${why}` }
  }
  if (path === '' && op === 'replace') {
    return typeof step.value === 'object' && step.value !== null ? { object: step.value } : { error: 'replace operation value must be object or array' }
  }
  if (path === '' && op === 'test') return sameValue(document, step.value) ? { object: document } : testFailed(path)
  const opened = open(document, path)
  if (opened === undefined) return { error: missingPath(op, path) }
  const { parent, key } = opened
  if (op === 'add') {
    const wrong = indexError(parent, key, true)
    if (wrong !== undefined) return { error: `error in add for path: '${path}': ${wrong}` }
    return apply(opened.document, { op, path, value: step.value })
  }
  const wrong = indexError(parent, key, false)
  if (op === 'test') {
    if (wrong !== undefined) return { error: `error in test for path: '${path}': ${wrong}` }
    return sameValue(valueAt(parent, key) ?? null, step.value ?? null) ? { object: document } : testFailed(path)
  }
  if (op === 'replace') {
    if (wrong !== undefined) return { error: `replace operation does not apply: doc is missing key: ${path}: ${MISSING}` }
    return apply(opened.document, { op: Array.isArray(parent) ? 'replace' : 'add', path, value: step.value })
  }
  const absent = wrong ?? (!Array.isArray(parent) && !hasKey(parent, key) ? `Unable to remove nonexistent key: ${key}: ${MISSING}` : undefined)
  return absent === undefined ? apply(opened.document, { op, path }) : { error: `error in remove for path: '${path}': ${absent}` }
}

function fromPath(document: unknown, step: Step, op: 'move' | 'copy'): Patched {
  const { from, path } = step
  if (typeof from !== 'string') return { error: `${op} operation failed to decode from: operation, missing from field: ${MISSING}` }
  const source = open(document, from)
  if (source === undefined) return { error: `${op} operation does not apply: doc is missing from path: ${from}: ${MISSING}` }
  const wrong = indexError(source.parent, source.key, false)
  if (wrong !== undefined) return { error: op === 'move' ? `error in move for path: '${source.key}': ${wrong}` : `error in copy for from: '${from}': ${wrong}` }
  const value = valueAt(source.parent, source.key) ?? null
  let base = document
  if (op === 'move') {
    if (!Array.isArray(source.parent) && !hasKey(source.parent, source.key)) {
      return { error: `error in move for path: '${source.key}': Unable to remove nonexistent key: ${source.key}: ${MISSING}` }
    }
    base = apply(source.document, { op: 'remove', path: from }).object
  }
  if (typeof path !== 'string') {
    return { error: `${op} operation failed to decode path: ${op === 'copy' ? MISSING : `operation missing path field: ${MISSING}`}` }
  }
  const target = open(base, path)
  if (target === undefined) return { error: `${op} operation does not apply: doc is missing destination path: ${path}: ${MISSING}` }
  const bad = indexError(target.parent, target.key, true)
  if (bad !== undefined) return { error: op === 'move' ? `error in move for path: '${path}': ${bad}` : `error while adding value during copy: ${bad}` }
  return apply(target.document, { op: 'add', path, value })
}

/** Copies the containers from the root to the path's parent, so that the package may edit them. Undefined: there is no such parent. */
function open(document: unknown, path: string): Opened | undefined {
  if (!path.startsWith('/')) return undefined
  const tokens = Pointer.fromJSON(path).tokens.slice(1)
  const root = copyOf(document)
  let parent = root
  for (const token of tokens.slice(0, -1)) {
    if (indexError(parent, token, false) !== undefined) return undefined
    const inner = copyOf(valueAt(parent, token))
    if (inner === undefined) return undefined
    const container = parent as Record<string, unknown>
    container[token] = inner
    parent = inner
  }
  return parent === undefined ? undefined : { document: root, parent, key: tokens[tokens.length - 1]! }
}

function copyOf(value: unknown): unknown {
  return Array.isArray(value) ? [...value] : isMap(value) ? { ...value } : undefined
}

function hasKey(container: unknown, key: string): boolean {
  return isMap(container) && Object.hasOwn(container, key)
}

function valueAt(container: unknown, key: string): unknown {
  return Array.isArray(container) ? container[Number(key)] : hasKey(container, key) ? (container as Record<string, unknown>)[key] : undefined
}

/** Upstream's complaint about a key into a list; negative indices count from the end and are refused by name like it does for the rest. */
function indexError(container: unknown, key: string, adding: boolean): string | undefined {
  if (!Array.isArray(container) || (adding && key === '-')) return undefined
  if (!/^[+-]?\d+$/.test(key)) {
    const syntax = `strconv.Atoi: parsing "${key}": invalid syntax`
    return adding ? `value was not a proper array index: '${key}': ${syntax}` : syntax
  }
  const index = Number(key)
  // NB: negative indices, which upstream's library reads from the end, are refused because the RFC has none and no client sends them.
  return index < 0 || index > container.length - (adding ? 0 : 1) ? `Unable to access invalid index: ${index}: ${BAD_INDEX}` : undefined
}

function missingPath(op: string, path: string): string {
  if (op === 'test') return `test operation does not apply: is missing path: ${path}: ${MISSING}`
  return `${op} operation does not apply: doc is missing path: ${op === 'replace' ? path : `"${path}"`}: ${MISSING}`
}

function testFailed(path: string): Patched {
  return { error: `testing value ${path} failed: test failed` }
}

function apply(document: unknown, operation: Operation): Patched {
  const [failure] = applyPatch(document, [operation])
  return failure ? { error: failure.message } : { object: document }
}
