import { parseTimeUs, timeText, type ApiObject, type DeleteOptions, type ObjectMeta, type Pod, type ResourceInfo } from '../../../api/index.ts'

/** What a DELETE does to an object: `now` means that nothing needs to wait; `object` is the mark that it leaves first, if any. */
export interface Deletion { readonly now: boolean; readonly object: ApiObject | undefined }

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'

export function deletionOf(info: ResourceInfo, object: ApiObject, options: DeleteOptions, nowUs: number): Deletion {
  if (info.kind === 'Namespace') return namespaceDeletion(object, options, nowUs)
  const finalizers = finalizersAfter(object, options)
  const graceful = info.kind === 'Pod' ? gracePeriod(object as unknown as Pod, options, nowUs) : undefined
  if (graceful) {
    const metadata = { ...withFinalizers(object.metadata, finalizers), ...graceful.mark }
    const same = metadata.deletionTimestamp === object.metadata.deletionTimestamp && metadata.deletionGracePeriodSeconds === object.metadata.deletionGracePeriodSeconds && finalizers === object.metadata.finalizers
    if (same) return { now: graceful.seconds === 0 && !finalizers?.length, object: undefined }
    return { now: graceful.seconds === 0 && !finalizers?.length, object: { ...object, metadata } }
  }
  if (!finalizers?.length) return { now: true, object: undefined }
  if (object.metadata.deletionTimestamp !== undefined && finalizers === object.metadata.finalizers) return { now: false, object: undefined }
  return { now: false, object: { ...object, metadata: marked(withFinalizers(object.metadata, finalizers), nowUs) } }
}

/** Deletion begins; nobody is given time. */
function marked(metadata: ObjectMeta, nowUs: number): ObjectMeta {
  if (metadata.deletionTimestamp !== undefined) return metadata
  const generation = metadata.generation ? { generation: metadata.generation + 1 } : {}
  return { ...metadata, ...generation, deletionTimestamp: timeText(nowUs), deletionGracePeriodSeconds: 0 }
}

const withFinalizers = (metadata: ObjectMeta, finalizers: readonly string[] | undefined): ObjectMeta => {
  if (finalizers === metadata.finalizers) return metadata
  const { finalizers: _, ...rest } = metadata
  return finalizers?.length ? { ...rest, finalizers } : rest
}

/** What the garbage collector is asked to do stands in finalizers: an explicit wish over what is there already. */
function finalizersAfter({ metadata }: ApiObject, { propagationPolicy, orphanDependents }: DeleteOptions): readonly string[] | undefined {
  const present = metadata.finalizers
  const has = (finalizer: string): boolean => present?.includes(finalizer) ?? false
  let orphan: boolean
  let foreground: boolean
  if (orphanDependents !== undefined) [orphan, foreground] = [orphanDependents, false]
  else if (propagationPolicy !== undefined) [orphan, foreground] = [propagationPolicy === 'Orphan', propagationPolicy === 'Foreground']
  else [orphan, foreground] = [has(ORPHAN), !has(ORPHAN) && has(FOREGROUND)]
  if (orphan === has(ORPHAN) && foreground === has(FOREGROUND)) return present
  const next = (present ?? []).filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND)
  if (orphan) next.push(ORPHAN)
  if (foreground) next.push(FOREGROUND)
  return next
}

interface Grace { readonly seconds: number; readonly mark: Partial<ObjectMeta> }

/** Pods are given time, unless nobody runs them. A second DELETE can only shorten it. Undefined: nothing is left to wait for. */
function gracePeriod(pod: Pod, { gracePeriodSeconds }: DeleteOptions, nowUs: number): Grace | undefined {
  const { metadata, spec, status } = pod
  const asked = gracePeriodSeconds === undefined ? undefined : gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds
  if (metadata.deletionTimestamp !== undefined) {
    const present = metadata.deletionGracePeriodSeconds ?? 0
    if (present === 0) return undefined
    if (asked === undefined || asked >= present) return { seconds: present, mark: {} }
    const at = parseTimeUs(metadata.deletionTimestamp) + (asked - present) * 1_000_000
    if (at >= nowUs) return { seconds: asked, mark: { deletionTimestamp: timeText(at), deletionGracePeriodSeconds: asked } }
    const seconds = asked === 0 ? 0 : 1
    return { seconds, mark: { deletionTimestamp: timeText(nowUs), deletionGracePeriodSeconds: seconds } }
  }
  const abandoned = !spec.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded'
  const wanted = asked ?? spec.terminationGracePeriodSeconds ?? 0
  const seconds = abandoned ? 0 : wanted < 0 ? 1 : wanted
  const generation = metadata.generation ? { generation: metadata.generation + 1 } : {}
  return { seconds, mark: { ...generation, deletionTimestamp: timeText(nowUs + seconds * 1_000_000), deletionGracePeriodSeconds: seconds } }
}

/** A namespace turns Terminating and waits for its own finalizers, which the namespace controller takes away when it is empty. */
function namespaceDeletion(object: ApiObject, options: DeleteOptions, nowUs: number): Deletion {
  const spec = object.spec as { readonly finalizers?: readonly string[] } | undefined
  const finalizers = finalizersAfter(object, options)
  if (object.metadata.deletionTimestamp !== undefined) {
    if (spec?.finalizers?.length || finalizers?.length) return { now: false, object: undefined }
    return { now: true, object: undefined }
  }
  const { deletionGracePeriodSeconds: _, ...metadata } = marked(withFinalizers(object.metadata, finalizers), nowUs)
  return { now: false, object: { ...object, metadata, status: { ...(object.status as object | undefined), phase: 'Terminating' } } }
}
