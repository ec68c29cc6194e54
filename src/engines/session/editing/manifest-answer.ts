import { pathOf, resourceOfKind, toYaml, typeSchema, quantityError, KIND_TYPES, type ApiObject, type FieldSchema } from '../../../api/index.ts'
import { readPlaces, type PlacedDocument, type PlacedYaml } from '../../../api/yaml-places.ts'
import type { LineBlame, ManifestObject, ManifestOutcome, ManifestProblem, ManifestReading, ObjectRef, Span } from '../../../protocol/index.ts'
import type { Session } from '../session.ts'
import { blameOf } from './blame.ts'
import { complaintOfKubectl, complaintsOf, type Complaint } from './complaints.ts'
import { fieldSteps, type Steps } from './field-steps.ts'
import { tryOut, type Exchange, type Trial } from './trial.ts'

/** As many objects of one text are tried out; a person who writes has few, and a pasted bundle must not stop the engine for long. */
const ASKED_MAX = 40

/** One object of the text: a document, or an item of a document that is a List. */
interface Part { readonly document: PlacedDocument; readonly base: Steps; readonly value: unknown }

/** What `kubectl apply` of this text would come to at the head, object by object; what is wrong with it, and where. */
export function readManifest(session: Session, text: string): ManifestReading {
  const places = readPlaces(text)
  const problems = places.documents.flatMap(({ mistakes }) => mistakes.map(({ from, until, message }) => problemAt(places, text, { from, until }, { message }, 'yaml')))
  const parts = places.documents.flatMap(partsOf)
  const asked = parts.slice(0, ASKED_MAX)
  const ask = tryOut(session)
  const read = asked.map((part) => tryPart(part, ask))
  return {
    objects: read.map(({ object }) => object), unasked: parts.length - asked.length,
    problems: [...problems, ...read.flatMap(({ part, complaints, source }) => complaints.flatMap((one) => placesOf(part, one).map((span) => problemAt(places, text, span, one, source))))].sort((a, b) => a.from - b.from),
    blame: read.flatMap(({ part, object, live }) => (live && object.object ? linesOf(session, places, part, object.object, live) : [])),
  }
}

function partsOf(document: PlacedDocument): readonly Part[] {
  const { value } = document
  if (value === null || value === undefined) return []
  const { kind, items } = value as { kind?: unknown; items?: unknown }
  if (kind !== 'List' || !Array.isArray(items)) return [{ document, base: [], value }]
  return items.map((item, index) => ({ document, base: ['items', index], value: item as unknown }))
}

interface Read { readonly part: Part; readonly object: ManifestObject; readonly live: ApiObject | undefined; readonly complaints: readonly Complaint[]; readonly source: ManifestProblem['source'] }

function tryPart(part: Part, ask: (line: string, stdin: string) => Trial): Read {
  const { apiVersion, kind, metadata } = headOf(part.value)
  const info = resourceOfKind(apiVersion, kind)
  const namespace = info?.namespaced ? metadata.namespace ?? 'default' : ''
  const name = metadata.name ?? ''
  const ref: ObjectRef | undefined = info && name !== '' ? { group: info.group, resource: info.resource, namespace, name } : undefined
  const stdin = JSON.stringify(part.value)
  const trial = ask('kubectl apply --dry-run=server -f -', stdin)
  const own = info ? pathOf(info, info.namespaced ? namespace : undefined, name) : ''
  const found = trial.exchanges.find(({ method, path }) => method === 'GET' && path === own)
  const write = trial.exchanges.findLast(({ method, path }) => method !== 'GET' && own.startsWith(path))
  const live = found?.code === 200 ? found.body as ApiObject : undefined
  const stored = write && write.code < 300 && write.code > 0 ? write.body as ApiObject : trial.exitCode === 0 ? live : undefined
  const outcome = outcomeOf(trial)
  const refusal = [write, found].find((one) => one !== undefined && one.code >= 400 && !(one === found && one.code === 404))
  const complaints = outcome !== 'refused' ? [] : refusal ? located(refusal, stdin, ask) : [complaintOfKubectl(trial.said)]
  const span = part.base.length === 0 ? part.document : part.document.valueAt(part.base) ?? part.document
  return {
    part, live, complaints, source: refusal ? 'apiserver' : 'kubectl',
    object: { from: span.from, until: span.until, apiVersion, kind, namespace, name, ...(ref ? { object: ref } : {}), outcome, before: textOf(live), after: textOf(stored) },
  }
}

function headOf(value: unknown): { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name?: string; readonly namespace?: string } } {
  const { apiVersion, kind, metadata } = (typeof value === 'object' && value !== null ? value : {}) as { apiVersion?: unknown; kind?: unknown; metadata?: { name?: unknown; namespace?: unknown } | null }
  const word = (one: unknown) => (typeof one === 'string' && one !== '' ? one : undefined)
  return { apiVersion: word(apiVersion) ?? '', kind: word(kind) ?? '', metadata: { name: word(metadata?.name), namespace: word(metadata?.namespace) } }
}

function outcomeOf({ exitCode, said }: Trial): ManifestOutcome {
  if (exitCode === undefined) return 'unanswered'
  if (exitCode !== 0) return 'refused'
  return (/ (created|unchanged|configured)(?: |$)/m.exec(said.trimEnd().split('\n').at(-1) ?? '')?.[1] as ManifestOutcome | undefined) ?? 'configured'
}

/** A strategic patch is refused in words that name no field. The same text as a typed configuration is refused field by field. */
function located({ method, body }: Exchange, stdin: string, ask: (line: string, stdin: string) => Trial): readonly Complaint[] {
  const complaints = complaintsOf(body)
  if (method !== 'PATCH' || complaints.some(({ field }) => field !== undefined)) return complaints
  const again = ask('kubectl apply --server-side --force-conflicts --dry-run=server -f -', stdin).exchanges.findLast(({ code }) => code >= 400)
  const better = again ? complaintsOf(again.body) : []
  return better.length > 0 ? better : complaints
}

/** YAML as kubectl prints it, without the book-keeping of managed fields. */
function textOf(object: ApiObject | undefined): string {
  if (!object) return ''
  const { managedFields: _, ...metadata } = object.metadata
  return toYaml({ ...object, metadata })
}

/** Where a complaint belongs: its field; else what the field is missing from; else the kind of the object. */
function placesOf({ document, base, value }: Part, complaint: Complaint): readonly Span[] {
  const at = (steps: Steps, key: boolean): Span | undefined => {
    const all = [...base, ...steps]
    return key || typeof valueAt(value, steps) === 'object' ? document.keyAt(all) : document.valueAt(all)
  }
  const { field, given, ofKey = false } = complaint
  if (field !== undefined) {
    const found = fieldSteps(value, field)
    const fitting = given === undefined ? found : found.filter(({ steps, rest }) => rest === '' && jsonType(valueAt(value, steps)) === given)
    const spans = (fitting.length > 0 ? fitting : found.slice(0, 1)).flatMap(({ steps, rest }) => (steps.length === 0 ? [] : [at(steps, ofKey || rest !== '')])).filter((span) => span !== undefined)
    if (spans.length > 0) return spans
  } else if (/^quantities must match|unable to parse quantity/.test(complaint.message.split(': ').at(-1)!)) {
    const wrong = wrongQuantities(value)
    if (wrong.length > 0) return wrong.flatMap((steps) => at(steps, false) ?? [])
  }
  return [at(['kind'], false) ?? at(['metadata'], true) ?? { from: document.from, until: document.from }]
}

function valueAt(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((at, step) => (at as Readonly<Record<string | number, unknown>> | null | undefined)?.[step], value)
}

const jsonType = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value)

/** The server says that a quantity is wrong, and not which: those that are not ones. */
function wrongQuantities(object: unknown): readonly Steps[] {
  const { apiVersion, kind } = headOf(object)
  const wrong: Steps[] = []
  const look = (value: unknown, field: FieldSchema | undefined, steps: Steps): void => {
    if (field === undefined || value === null || value === undefined) return
    if (field.ref === 'Quantity') {
      if (quantityError(String(value)) !== undefined) wrong.push(steps)
    } else if (Array.isArray(value)) for (const [index, item] of value.entries()) look(item, field.items, [...steps, index])
    else if (typeof value === 'object') for (const [key, child] of Object.entries(value)) look(child, field.ref === undefined ? field.values : typeSchema(field.ref).fields[key], [...steps, key])
  }
  const type = KIND_TYPES[`${apiVersion} ${kind}`]
  if (type !== undefined) look(object, { ref: type }, [])
  return wrong
}

function problemAt(places: PlacedYaml, text: string, { from, until }: Span, { message, field }: Complaint, source: ManifestProblem['source']): ManifestProblem {
  // What ends at once would be invisible: at the end of a line, the character before it is marked.
  const start = Math.min(from, Math.max(0, text.length - 1))
  const end = Math.min(text.length, Math.max(until, start + 1))
  return { from: start, until: end, ...places.lineOf(from), source, message, ...(field === undefined ? {} : { field }) }
}

/** Lines that say what is stored. A line that only opens others bears the newest write below it. */
function linesOf(session: Session, places: PlacedYaml, { document, base, value }: Part, ref: ObjectRef, live: ApiObject): readonly LineBlame[] {
  const lines = new Map<number, LineBlame>()
  const claim = (steps: Steps, blame: Omit<LineBlame, 'line'>): void => {
    const span = document.keyAt([...base, ...steps])
    if (!span) return
    const { line } = places.lineOf(span.from)
    const known = lines.get(line)
    if (!known || known.revision < blame.revision) lines.set(line, { line, ...blame })
  }
  const open = new Map<string, { readonly steps: Steps; readonly blame: Omit<LineBlame, 'line'> }>()
  for (const { leaf, blame } of blameOf(session, ref, live)) {
    const [found] = fieldSteps(value, leaf.path)
    if (!found || found.rest !== '' || !sameText(valueAt(value, found.steps), leaf.value)) continue
    claim(found.steps, blame)
    for (let length = found.steps.length - 1; length > 0; length--) {
      const steps = found.steps.slice(0, length)
      // An item of a list begins on the line of its first field.
      if (typeof steps.at(-1) === 'number') continue
      const before = open.get(steps.join('\0'))
      if (!before || before.blame.revision < blame.revision) open.set(steps.join('\0'), { steps, blame })
    }
  }
  const own = new Set(lines.keys())
  for (const { steps, blame } of open.values()) {
    const span = document.keyAt([...base, ...steps])
    if (span && !own.has(places.lineOf(span.from).line)) claim(steps, blame)
  }
  return [...lines.values()].sort((a, b) => a.line - b.line)
}

/** A number may be written as text where both mean the same: `1` and `"1"` of a quantity or a port. */
const sameText = (said: unknown, stored: unknown): boolean => (typeof said === 'object' || typeof stored === 'object' ? JSON.stringify(said) === JSON.stringify(stored) : String(said) === String(stored))
