import type { StoreApi } from 'zustand/vanilla'

/** Wakes those who watch a key that changed, and nobody else: with hundreds of cards not all can be asked at each frame. */
export interface Keyed { readonly watch: (key: string, wake: () => void) => () => void }

/** `changed` names the keys that differ between two states of a store; undefined wakes all. */
export function keyedBy<State>(changed: (next: State, before: State) => Iterable<string> | undefined): (store: StoreApi<State>) => Keyed {
  const all = new WeakMap<StoreApi<State>, Keyed>()
  return store => {
    const known = all.get(store)
    if (known !== undefined) return known
    const watchers = new Map<string, Set<() => void>>()
    store.subscribe((next, before) => {
      const keys = changed(next, before) ?? [...watchers.keys()]
      for (const key of keys) for (const wake of [...watchers.get(key) ?? []]) wake()
    })
    const keyed: Keyed = {
      watch(key, wake) {
        const mine = watchers.get(key) ?? new Set()
        watchers.set(key, mine.add(wake))
        return () => {
          mine.delete(wake)
          if (mine.size === 0 && watchers.get(key) === mine) watchers.delete(key)
        }
      },
    }
    all.set(store, keyed)
    return keyed
  }
}
