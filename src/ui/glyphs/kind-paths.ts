/** White strokes on the heptagon, in a 24-unit square. Redrawn for this page after the meaning of the community's set. */
export const KIND_PATHS = {
  'pod': 'M12 4.2l6.6 3.8v8L12 19.8 5.4 16V8zM5.4 8L12 11.9 18.6 8M12 11.9v7.9',
  'deployment': 'M18.4 12a6.4 6.4 0 1 1-2-4.6M16.8 3.8v4h-4',
  'replicaset': 'M5.6 9.2h9.2v9.2H5.6zM9 6.2V5.6h9.4V15h-.8',
  'service': 'M9.6 4.6h4.8v4H9.6zM4 15.4h4.6v4H4zM9.7 15.4h4.6v4H9.7zM15.4 15.4H20v4h-4.6zM12 8.6v6.8M6.3 15.4V12h11.4v3.4',
  'endpointslice': 'M12 4.6a7.4 7.4 0 1 0 .01 0zM12 9.4a2.6 2.6 0 1 0 .01 0z',
  'namespace': 'M5 8V5h3M11 5h2M16 5h3v3M19 11v2M19 16v3h-3M13 19h-2M8 19H5v-3M5 13v-2',
  'node': 'M5.8 5h12.4a1.4 1.4 0 0 1 1.4 1.4v3.2a1.4 1.4 0 0 1-1.4 1.4H5.8a1.4 1.4 0 0 1-1.4-1.4V6.400A1.4 1.4 0 0 1 5.8 5zM5.8 13h12.400a1.4 1.4 0 0 1 1.4 1.400v3.200a1.4 1.4 0 0 1-1.4 1.400H5.800a1.4 1.4 0 0 1-1.4-1.400v-3.200A1.4 1.4 0 0 1 5.8 13zM7.4 8h.02M7.4 16h.02M11 8h5.400M11 16h5.4',
  'apiserver': 'M12 9.4a2.6 2.6 0 1 0 .01 0zM12 4v5.4M12 14.6V20M4.6 8l5.2 2.800M14.2 13.200l5.2 2.800M4.6 16l5.2-2.800M14.2 10.800L19.4 8',
  'etcd': 'M5.4 6.600c0-1.44 3-2.6 6.6-2.600s6.6 1.16 6.6 2.6-3 2.6-6.6 2.6-6.6-1.16-6.6-2.600zM5.4 6.600V12c0 1.4 3 2.6 6.6 2.600s6.6-1.2 6.6-2.600V6.600M5.4 12v5.400c0 1.4 3 2.6 6.6 2.600s6.6-1.2 6.6-2.600V12',
  'controller': 'M5 11a7 7 0 0 1 12.4-3.600M19 13a7 7 0 0 1-12.4 3.600M17.8 3.600v4h-4M6.2 20.400v-4h4',
  'scheduler': 'M12 4.400a7.6 7.6 0 1 0 .01 0zM12 7.400V12l3.4 2.2',
  'kubelet': 'M8 5h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3zM10.4 8.800l5 3.2-5 3.200z',
  'proxy': 'M4 7.400h3.400c4.4 0 4.8 9.2 9.2 9.200H20M4 16.600h3.400c1.7 0 2.8-1.4 3.6-3M13.4 9c.8-1 1.8-1.6 3.2-1.600H20M17.6 5l2.6 2.4-2.6 2.400M17.6 14.200l2.6 2.4-2.6 2.4',
  'runtime': 'M5.4 7h13.200A1.4 1.4 0 0 1 20 8.400V16a1.4 1.4 0 0 1-1.4 1.400H5.400A1.4 1.4 0 0 1 4 16V8.400A1.4 1.4 0 0 1 5.4 7zM8 7v10.400M12 7v10.400M16 7v10.4',
  'cni': 'M6.4 4.800a2 2 0 1 0 .01 0zM17.6 4.800a2 2 0 1 0 .01 0zM12 15.400a2 2 0 1 0 .01 0zM8.4 6.800h7.200M7.3 8.600l3.8 6.900M16.7 8.600l-3.8 6.9',
  'registry': 'M7.4 18a4 4 0 0 1-.6-7.960A5.4 5.4 0 0 1 17.2 9.2 4.4 4.4 0 0 1 17 18z',
  'client': 'M6 8l4 4-4 4M12.6 16.400H18',
  'object': 'M7 5.600h10v12.800H7zM9.8 9.400h4.400M9.8 12.400h4.4',
} as const

export type GlyphKind = keyof typeof KIND_PATHS

const BY_RESOURCE: Readonly<Record<string, GlyphKind>> = {
  pods: 'pod', deployments: 'deployment', replicasets: 'replicaset', services: 'service', endpointslices: 'endpointslice', namespaces: 'namespace', nodes: 'node',
}

export const glyphOfResource = (resource: string): GlyphKind => BY_RESOURCE[resource] ?? 'object'

export function glyphOfPlace(place: string): GlyphKind {
  if (place === 'user' || place === 'kubectl') return 'client'
  if (place.startsWith('etcd')) return 'etcd'
  if (place.startsWith('controller-manager')) return 'controller'
  if (place.startsWith('pod/')) return place.split('/').length > 3 ? 'runtime' : 'pod'
  if (place === 'dns') return 'service'
  if (place === 'scheduler' || place === 'apiserver' || place === 'registry') return place
  const agent = place.split('/')[2]
  return agent === 'kubelet' || agent === 'runtime' || agent === 'cni' || agent === 'proxy' ? agent : 'node'
}
