import type { SessionRecord } from '../../protocol/index.ts'
import { linkOf } from './record-text.ts'

/** Opens a session in place of this one: the page begins anew with its link, so that it can be gone back from. */
export async function openRecord(record: SessionRecord): Promise<void> {
  const link = await linkOf(record)
  const address = new URL(location.href)
  address.searchParams.delete('scenario')
  address.searchParams.delete('seed')
  address.hash = link
  // Another fragment alone loads nothing.
  const samePage = address.search === location.search
  location.assign(address)
  if (samePage) location.reload()
}
