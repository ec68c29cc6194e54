import { badRequest, invalid, type ApiObject, type Status } from '../../../api/index.ts'
import type { Mutation } from './mutation.ts'

type Patch = Mutation & { by: 'patch' }

/**
 * What is said of a patch whose result is no object of the kind: 422, with the patch (strategic) or the result (the others) as the value.
 * Models jsonPatcher.applyPatchToCurrentObject and applyPatchToObject.
 */
export function unfitPatch({ patchType, patch }: Patch, result: ApiObject, failure: Status): Status {
  const sentence = /cannot be handled as a \w+: (.*)$/s.exec(failure.message ?? '')?.[1]
  if (sentence === undefined || failure.code !== 400) return badRequest(failure.message ?? '')
  const detail = patchType === 'strategic' ? conversionText(sentence) : failure.message!.includes(': strict decoding error: ') ? sentence : failure.message!
  const value = patchType === 'strategic' ? goText(patch) : JSON.stringify(result)
  return invalid({ group: '', kind: '' }, '', [{ type: 'invalid', field: 'patch', value, detail }])
}

/** A strategic patch never becomes JSON: what cannot be converted is said in the words of apimachinery's converter. */
function conversionText(sentence: string): string {
  const [, given = '', wanted = ''] = /cannot unmarshal (\w+) into Go (?:struct field|value) .*?of type (\S+)/.exec(sentence) ?? []
  if (wanted === '') return sentence
  const kind = GO_KINDS[given] ?? given
  if (wanted.startsWith('[]')) return `cannot restore slice from ${kind}`
  if (wanted.startsWith('map[')) return `cannot restore map from ${kind}`
  if (wanted.includes('.')) return `cannot restore struct from: ${kind}`
  return `unrecognized type: ${wanted}`
}

const GO_KINDS: Readonly<Record<string, string>> = { number: 'int64', object: 'map', array: 'slice' }

/** A value as Go's %+v prints it: map[a:1 b:[x y]]. */
function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (typeof value === 'object') return `map[${Object.keys(value).sort().map((key) => `${key}:${goText((value as Record<string, unknown>)[key])}`).join(' ')}]`
  return String(value)
}
