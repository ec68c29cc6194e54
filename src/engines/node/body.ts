import { parseYaml } from '../../api/index.ts'
import { decodeProtobuf } from '../../api/protobuf.ts'
import { duplicateFields } from './duplicate-fields.ts'

export const BODY_MAX = 3 * 1024 * 1024

/** A request's body as the API server takes it: a value, with the media type that is left once the bytes are read. */
export interface Body { readonly value?: unknown; readonly contentType?: string; readonly warnings?: readonly string[] }

const JSON_TYPE = 'application/json'
const APPLY = 'application/apply-patch+yaml'
const PATCHES: readonly string[] = ['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json']

/** Reads the bytes by their content type; what cannot be read is a 400 in upstream's words. An unknown type is left to the API server, which answers 415. */
export function bodyOf(bytes: Buffer, contentType: string): Body | { readonly problem: string } {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  if (bytes.length === 0) return type === '' ? {} : { contentType: type }
  switch (type) {
    case 'application/vnd.kubernetes.protobuf': {
      const { object, error } = decodeProtobuf(bytes)
      if (error === undefined) return { value: object, contentType: JSON_TYPE }
      // A kind that this cluster does not serve: its path is not served either, and the API server says so.
      return error.startsWith('no kind ') ? { contentType: JSON_TYPE } : { problem: error }
    }
    case 'application/yaml': return yamlBody(bytes.toString('utf8'), JSON_TYPE)
    case APPLY: return yamlBody(bytes.toString('utf8'), APPLY)
    case '': case JSON_TYPE: return jsonBody(bytes.toString('utf8'), JSON_TYPE)
    default: return PATCHES.includes(type) ? jsonBody(bytes.toString('utf8'), type) : { contentType: type }
  }
}

function yamlBody(text: string, contentType: string): Body | { readonly problem: string } {
  // JSON is YAML, and the common case: kubectl apply --server-side sends it under this type.
  if (text.trimStart().startsWith('{')) {
    const json = jsonBody(text, contentType)
    if (!('problem' in json)) return json
  }
  const parsed = parseYaml(text)
  if (parsed.errors) return { problem: `error converting YAML to JSON: yaml: ${parsed.errors.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}` }
  return { value: parsed.documents[0]?.value, contentType }
}

function jsonBody(text: string, contentType: string): Body | { readonly problem: string } {
  try {
    const value = JSON.parse(text) as unknown
    const warnings = duplicateFields(text)
    return { value, contentType, ...(warnings.length > 0 && { warnings }) }
  } catch (error) {
    return { problem: `the object provided is unrecognized (must be of type ${contentType}): ${error instanceof Error ? error.message : String(error)}` }
  }
}
