import { selectorOf, selectorText } from '../selectors.ts'
import type { Container, Deployment, PodTemplateSpec, ReplicaSet } from '../schema/types.ts'
import { AGE, column, NAME, orNone, printed, type Printed, since, wide } from './printed.ts'

const TEMPLATE_COLUMNS = [
  wide('Containers', 'The names of the containers in the template.'), wide('Images', 'The images of the containers in the template.'),
  wide('Selector', 'Which pods belong to it.'),
]

export const DEPLOYMENTS: Printed = printed<Deployment>([
  NAME, column('Ready', 'How many pods are ready, of how many.'), column('Up-to-date', 'How many pods have the latest template.'),
  column('Available', 'How many pods have been ready for long enough.'), AGE, ...TEMPLATE_COLUMNS,
], ({ metadata, spec, status }, nowUs) => [
  metadata.name ?? '', `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`, status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0,
  since(metadata.creationTimestamp, nowUs), ...containerCells(spec.template), selectorText(selectorOf(spec.selector)),
])

export const REPLICA_SETS: Printed = printed<ReplicaSet>([
  NAME, column('Desired', 'How many pods there should be.', 'integer'), column('Current', 'How many pods there are.', 'integer'),
  column('Ready', 'How many pods are ready.', 'integer'), AGE, ...TEMPLATE_COLUMNS,
], ({ metadata, spec, status }, nowUs) => [
  metadata.name ?? '', spec.replicas ?? 0, status?.replicas ?? 0, status?.readyReplicas ?? 0, since(metadata.creationTimestamp, nowUs),
  ...containerCells(spec.template), orNone(selectorText(selectorOf(spec.selector))),
])

function containerCells(template: PodTemplateSpec | undefined): readonly [string, string] {
  const containers: readonly Container[] = template?.spec?.containers ?? []
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')]
}
