import type { Pod } from '../../api/index.ts'
import type { ReferenceKind } from './references.ts'

/** Volumes that the pod cannot do without, by the kind and name of what is in them. */
export function volumeReferences(pod: Pod): readonly { readonly volume: string; readonly kind: ReferenceKind; readonly name: string; readonly optional: boolean }[] {
  const found: { volume: string; kind: ReferenceKind; name: string; optional: boolean }[] = []
  for (const { name: volume, configMap, secret } of pod.spec.volumes ?? []) {
    if (configMap?.name) found.push({ volume, kind: 'configmaps', name: configMap.name, optional: configMap.optional ?? false })
    if (secret?.secretName) found.push({ volume, kind: 'secrets', name: secret.secretName, optional: secret.optional ?? false })
  }
  return found
}
