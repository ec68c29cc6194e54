import { lastWriters, resourceNamed, toYaml } from '../../../api/index.ts'
import { objectsNow } from '../../../projection/index.ts'
import type { AnyAnswer, EditingQuestion, ObjectRef } from '../../../protocol/index.ts'
import { kernelOf, type Session } from '../session.ts'
import { readManifest } from './manifest-answer.ts'
import { kindsAnswer, schemaAnswer } from './schema-answer.ts'
import { supportedValues } from './supported-values.ts'

export function answerEditing(session: Session, question: EditingQuestion): AnyAnswer {
  switch (question.ask) {
    case 'manifest': {
      // A second kernel of thousands of nodes would not fit beside the first.
      if (session.plan.fleet) return { answer: 'error', message: 'not of a fleet' }
      return { answer: 'manifest', ...readManifest(session, question.text) }
    }
    case 'manifest-of': return manifestOf(session, question.object)
    case 'kinds': return kindsAnswer()
    case 'schema': return schemaAnswer(question.apiVersion, question.kind)
    case 'values': return { answer: 'values', values: supportedValues(question.apiVersion, question.kind, question.path) }
  }
}

/** What the server alone writes says nothing about what is wished. */
const SERVERS_OWN = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink'] as const
const COMPONENTS: ReadonlySet<string> = new Set(['kube-controller-manager', 'kube-scheduler', 'kubelet'])
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** A stored object as one would write it: without its status, what the server keeps about it, and the notes that the cluster's own components left on it. */
function manifestOf(session: Session, ref: ObjectRef): AnyAnswer {
  const object = objectsNow(kernelOf(session)).get(ref)
  if (!object) return { answer: 'manifest-of', found: false, text: '', kind: resourceNamed(ref.group, ref.resource)?.kind ?? ref.resource }
  const { status: _, ...wished } = object
  const writers = lastWriters(object)
  const annotations = Object.entries(object.metadata.annotations ?? {}).filter(([key]) => key !== LAST_APPLIED && !COMPONENTS.has(writers.get(`.metadata.annotations.${key}`)?.manager ?? ''))
  const metadata: Record<string, unknown> = { ...object.metadata, annotations: annotations.length === 0 ? undefined : Object.fromEntries(annotations) }
  for (const field of SERVERS_OWN) delete metadata[field]
  return { answer: 'manifest-of', found: true, text: toYaml({ ...wished, metadata }), kind: object.kind }
}
