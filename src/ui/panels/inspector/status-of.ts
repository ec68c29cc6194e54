import type { AnswerTo, ObjectRef, PodFill } from '../../../protocol/index.ts'

export interface ObjectStatus {
  readonly kind: string
  readonly uid: string
  readonly word: string
  /** How the Pod's mark is filled; other kinds have only the word. */
  readonly fill?: PodFill
  readonly terminating: boolean
}

type Answer = Pick<AnswerTo<'object'>, 'found' | 'yaml' | 'conditions' | 'gaps'>

/** What the header says of an object, read from its own YAML and conditions. */
export function statusOf(answer: Answer, object: ObjectRef): ObjectStatus {
  const field = (path: string) => answer.yaml.find(line => line.path === path)?.text.replace(/^[^:]*:\s*/, '').replace(/^"(.*)"$/, '$1') ?? ''
  const kind = field('.kind') || object.resource
  const base = { kind, uid: field('.metadata.uid'), terminating: field('.metadata.deletionTimestamp') !== '' }
  const ready = answer.conditions.find(({ type }) => type === 'Ready')?.status
  if (!answer.found) return { ...base, word: '' }
  if (kind === 'Pod') {
    const phase = field('.status.phase') || 'Pending'
    return { ...base, word: base.terminating ? 'Terminating' : phase === 'Running' && ready === 'True' ? 'Ready' : phase, fill: fillOf(phase, ready === 'True', field('.spec.nodeName') !== '') }
  }
  if (kind === 'Node') return { ...base, word: ready === 'True' ? 'Ready' : ready === 'Unknown' ? 'Unknown' : 'NotReady', fill: ready === 'True' ? 'ready' : ready === 'Unknown' ? 'unknown' : 'failed' }
  const own = answer.gaps.find(gap => gap.object.resource === object.resource && gap.object.name === object.name)
  return { ...base, word: base.terminating ? 'Terminating' : own === undefined ? '' : `${own.observed} / ${own.desired}` }
}

function fillOf(phase: string, ready: boolean, bound: boolean): PodFill {
  switch (phase) {
    case 'Running': return ready ? 'ready' : 'running'
    case 'Succeeded': return 'succeeded'
    case 'Failed': return 'failed'
    case 'Pending': return bound ? 'creating' : 'pending'
    default: return 'unknown'
  }
}
