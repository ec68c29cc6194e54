/** Keys of etcd by their folders: '/registry/pods' → '/registry/pods/kube-system' → keys. */
export interface KeyFolder<K> { readonly path: string; readonly folders: readonly KeyFolder<K>[]; readonly keys: readonly K[]; readonly count: number }

export function keyTree<K extends { readonly key: string }>(keys: readonly K[], path = '/registry'): KeyFolder<K> {
  const own: K[] = []
  const inside = new Map<string, K[]>()
  for (const one of keys) {
    const rest = one.key.slice(path.length + 1)
    const slash = rest.indexOf('/')
    if (slash < 0) { own.push(one); continue }
    const folder = rest.slice(0, slash)
    const members = inside.get(folder)
    if (members) members.push(one)
    else inside.set(folder, [one])
  }
  const folders = [...inside].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, members]) => keyTree(members, `${path}/${name}`))
  return { path, folders, keys: own, count: keys.length }
}
