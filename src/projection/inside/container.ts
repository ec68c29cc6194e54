import type { Container, Pod } from '../../api/index.ts'
import { processDetail } from '../../cluster/details.ts'
import type { ContainerInside, LogTail } from '../../protocol/index.ts'
import { state } from '../views.ts'
import type { Looking } from './inside.ts'
import { detailOf, placeOfContainer, podFound, wishes } from './pod.ts'
import { containerRow } from './worker.ts'

/** One process: what its kubelet knows of it, and what containerd has. */
export function insideContainer(looking: Looking, name: string): ContainerInside | undefined {
  const found = podFound(looking)
  const wish = found && wishes(found.pod).find((one) => one.name === name)
  const spec = found && specNamed(found.pod, name)
  if (!found || !wish || !spec) return undefined
  const { key, pod, node, at, worker } = found
  const detail = detailOf(worker, name)
  const { place: _, ...row } = containerRow(at, placeOfContainer(key, name), name, wish.role, wish.image, detail)
  const runtime = node === '' ? undefined : looking.kernel.has(`runtime/${node}`) ? state(looking.kernel, `runtime/${node}`) : undefined
  const process = runtime && detail && detail.id !== '' ? processDetail(runtime, detail.id) : undefined
  const previous = runtime && detail && detail.previousId !== '' ? processDetail(runtime, detail.previousId) : undefined
  const limit = process?.config.memoryLimitBytes
  return {
    inside: 'container', ...row, pod: { group: '', resource: 'pods', namespace: pod.metadata.namespace!, name: pod.metadata.name! }, node, restartPolicy: spec.restartPolicy ?? pod.spec.restartPolicy ?? 'Always',
    id: detail?.id ?? '', message: detail?.state === 'exited' ? detail.message : '', imageId: process?.imageId ?? '', imageBytes: process?.imageBytes ?? 0, layers: process?.layers ?? [], argv: process?.argv ?? [...(spec.command ?? []), ...(spec.args ?? [])],
    program: process?.program ?? '', stage: process?.stage ?? 'none', ports: process?.ports ?? [], memory: { used: process?.memoryBytes ?? 0, ...(limit === undefined ? {} : { limit }) },
    requests: spec.resources?.requests ?? {}, limits: spec.resources?.limits ?? {}, env: process ? process.config.env.map((one) => told(one, spec)) : [], files: process?.files ?? [],
    log: tailOf(process, at.beganAt), ...(previous ? { previousLog: tailOf(previous, at.beganAt) } : {}),
  }
}

const specNamed = ({ spec }: Pod, name: string): Container | undefined => [...(spec.initContainers ?? []), ...spec.containers].find((one) => one.name === name)

/** A Secret's values are kept: what was read from one is named and not shown, and so is all that may come from one as a whole. */
function told({ name, value }: { readonly name: string; readonly value: string }, { env = [], envFrom = [] }: Container): ContainerInside['env'][number] {
  const own = env.find((one) => one.name === name)
  if (own?.valueFrom?.secretKeyRef) return { name, from: 'secret' }
  if (own) return { name, value, from: own.valueFrom?.configMapKeyRef ? 'configmap' : own.valueFrom ? 'field' : 'spec' }
  if (name === 'HOSTNAME') return { name, value, from: 'kubelet' }
  if (SERVICE_LINK.test(name)) return { name, value, from: 'service' }
  return envFrom.some(({ secretRef }) => secretRef) ? { name, from: 'secret' } : { name, value, from: 'configmap' }
}

const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/

function tailOf(process: ReturnType<typeof processDetail>, beganAt: number): LogTail {
  return { dropped: process?.logDropped ?? 0, lines: (process?.log ?? []).map(({ atUs, stream, text }) => ({ at: atUs - beganAt, stream, text })) }
}
