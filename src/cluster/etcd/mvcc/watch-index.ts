import type { ActorId } from '../../../kernel/index.ts'

/** One open watch on [key, end). */
export interface Watch {
  readonly client: ActorId
  readonly id: number
  readonly key: string
  readonly end: string | undefined
  /** Events before this revision are not for it. */
  readonly fromRevision: number
  readonly previous: boolean
  readonly progress: boolean
  /** Said something since the last round of progress notices. */
  busy: boolean
}

/**
 * Who hears of a key, found without asking every watch: by the key itself, by each of its folders, and in a short list of odd ranges.
 * The lists hold names of watches, so that a copy of the state keeps one watch one object.
 */
export interface WatchIndex {
  watches: Map<string, Watch>
  exact: Map<string, string[]>
  /** By prefix ending in '/', the form of every watch of an API server. */
  folders: Map<string, string[]>
  odd: string[]
}

export const createWatchIndex = (): WatchIndex => ({ watches: new Map(), exact: new Map(), folders: new Map(), odd: [] })

export const watchName = (client: ActorId, id: number): string => `${client}#${id}`

export function addWatch(index: WatchIndex, watch: Watch): void {
  const name = watchName(watch.client, watch.id)
  removeWatch(index, name)
  index.watches.set(name, watch)
  const list = listOf(index, watch)
  if (list) list.push(name)
  else mapOf(index, watch).set(watch.key, [name])
}

export function removeWatch(index: WatchIndex, name: string): void {
  const watch = index.watches.get(name)
  if (!watch) return
  index.watches.delete(name)
  const list = listOf(index, watch)!
  list.splice(list.indexOf(name), 1)
  if (list.length === 0 && list !== index.odd) mapOf(index, watch).delete(watch.key)
}

/** Calls `hear` with the name of each watch whose range holds the key. */
export function watchesOf(index: WatchIndex, key: string, hear: (name: string) => void): void {
  if (index.watches.size === 0) return
  index.exact.get(key)?.forEach(hear)
  if (index.folders.size > 0) {
    for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) index.folders.get(key.slice(0, at + 1))?.forEach(hear)
  }
  for (const name of index.odd) {
    const { key: start, end } = index.watches.get(name)!
    if (key >= start && (end === '\0' || key < end!)) hear(name)
  }
}

/** The end of the range of all keys with this prefix: its last character counted up. */
export const prefixEnd = (prefix: string): string => prefix === '' ? '\0' : prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)

const isFolder = ({ key, end }: Watch): boolean => key.endsWith('/') && end === prefixEnd(key)

const mapOf = (index: WatchIndex, watch: Watch): Map<string, string[]> => watch.end === undefined ? index.exact : index.folders

function listOf(index: WatchIndex, watch: Watch): string[] | undefined {
  if (watch.end === undefined || isFolder(watch)) return mapOf(index, watch).get(watch.key)
  return index.odd
}
