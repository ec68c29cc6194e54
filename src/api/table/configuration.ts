import type { ClusterRoleBinding, ConfigMap, RoleBinding, Secret, ServiceAccount, Subject } from '../schema/types.ts'
import { AGE, column, NAME, printed, type Printed, since, wide } from './printed.ts'

export const CONFIG_MAPS: Printed = printed<ConfigMap>([NAME, column('Data', 'How many entries it has.'), AGE], ({ metadata, data, binaryData }, nowUs) => [
  metadata?.name ?? '', Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length, since(metadata?.creationTimestamp, nowUs),
])

export const SECRETS: Printed = printed<Secret>([NAME, column('Type', 'What it is for.'), column('Data', 'How many entries it has.'), AGE],
  ({ metadata, type, data }, nowUs) => [metadata?.name ?? '', type ?? '', Object.keys(data ?? {}).length, since(metadata?.creationTimestamp, nowUs)])

export const SERVICE_ACCOUNTS: Printed = printed<ServiceAccount>([NAME, AGE],
  ({ metadata }, nowUs) => [metadata?.name ?? '', since(metadata?.creationTimestamp, nowUs)])

export const ROLE_BINDINGS: Printed = printed<RoleBinding | ClusterRoleBinding>([
  NAME, column('Role', 'The role that it grants.'), AGE, wide('Users', 'The users it grants to.'), wide('Groups', 'The groups it grants to.'),
  wide('ServiceAccounts', 'The service accounts it grants to.'),
], ({ metadata, roleRef, subjects }, nowUs) => [
  metadata?.name ?? '', `${roleRef.kind}/${roleRef.name}`, since(metadata?.creationTimestamp, nowUs), named(subjects, 'User'), named(subjects, 'Group'),
  (subjects ?? []).filter(({ kind }) => kind === 'ServiceAccount').map(({ namespace, name }) => `${namespace ?? ''}/${name}`).join(', '),
])

function named(subjects: readonly Subject[] | undefined, kind: string): string {
  return (subjects ?? []).filter((subject) => subject.kind === kind).map(({ name }) => name).join(', ')
}
