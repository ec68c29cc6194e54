import type { ApiObject } from '../objects.ts'
import { isMap } from '../patch/json-value.ts'
import type { Shape } from '../schema/shape.ts'
import { compareObjects } from './compare.ts'
import { difference, memberPaths } from './field-set.ts'
import { fieldsOf } from './fields-of.ts'
import { pathText } from './path-element.ts'

/** Where client-side apply keeps the manifest it applied last. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** The paths of a client-side applied manifest that still have the values it gave them. */
export function toleratedFields(live: ApiObject, shape: Shape): ReadonlySet<string> {
  const manifest = parsed(live.metadata.annotations?.[LAST_APPLIED])
  if (!isMap(manifest) || manifest.apiVersion !== live.apiVersion) return new Set()
  const changes = compareObjects(manifest, live as never, shape)
  const kept = difference(difference(fieldsOf(manifest, shape), changes?.written), changes?.removed)
  return new Set(kept === undefined ? [] : memberPaths(kept).map(pathText))
}

/** Keeps a last-applied annotation that is there in step with the configuration that is applied now. */
export function withLastApplied(object: ApiObject, config: ApiObject): ApiObject {
  const annotations = object.metadata.annotations
  if (!annotations?.[LAST_APPLIED]) return object
  const text = `${JSON.stringify(sortedKeys(withoutAnnotation(config)))}\n`
  if (annotations[LAST_APPLIED] === text) return object
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } }
}

function withoutAnnotation(config: ApiObject): ApiObject {
  if (config.metadata.annotations?.[LAST_APPLIED] === undefined) return config
  const { [LAST_APPLIED]: _, ...annotations } = config.metadata.annotations
  return { ...config, metadata: { ...config.metadata, annotations } }
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sortedKeys(value[key])]))
}

function parsed(text: string | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
