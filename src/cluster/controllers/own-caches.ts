import { objectKey } from '../../api/index.ts'
import type { Micros } from '../../kernel/index.ts'
import { createObjectCache, deleteObject, setObject, type ObjectCache } from '../client/object-cache.ts'
import type { Client } from '../client/state.ts'
import type { ObjectNews, Reconciler } from './reconciler.ts'
import { informerOptions } from './shared-informers.ts'

/**
 * What a controller has of the shared caches while a learner makes it hear of changes later than they come: copies of its own, which go on as it
 * hears. NB: a real controller reads the cache that all share; to lag alone it would need an informer of its own, and that is what this models.
 */
export interface OwnCaches {
  readonly informers: Map<string, { readonly cache: ObjectCache }>
  /** In the order in which they came. */
  delayed: { readonly dueAt: Micros; readonly news: ObjectNews }[]
}

export function createOwnCaches({ informers }: Reconciler, client: Client): OwnCaches {
  const caches = new Map<string, { readonly cache: ObjectCache }>()
  for (const name of informers) {
    const cache = createObjectCache(informerOptions(name).indexes)
    for (const object of client.informers.get(name)?.cache.objects.values() ?? []) setObject(cache, object)
    caches.set(name, { cache })
  }
  return { informers: caches, delayed: [] }
}

/** Takes out what is due by now, in order, and keeps the caches true to it one by one, as it is handed on. */
export function* dueNews(own: OwnCaches, now: Micros): Iterable<ObjectNews> {
  while (own.delayed.length > 0 && own.delayed[0]!.dueAt <= now) {
    const { news } = own.delayed.shift()!
    const { cache } = own.informers.get(news.informer)!
    if (news.news === 'deleted') deleteObject(cache, objectKey(news.object))
    else setObject(cache, news.object)
    yield news
  }
}
