import type { Bookmark, Command } from '../../protocol/index.ts'
import { isBeforeHistory, kernelOf, refuse, refuseForgotten, type Session } from './session.ts'
import { seek, switchTo } from './timeline.ts'

const NAME_MAX = 60
const BOOKMARKS_MAX = 40

/** What somebody called it, short enough to be drawn. */
export const shortName = (name: string): string => name.trim().slice(0, NAME_MAX)

export function addBookmark(session: Session, command: Extract<Command, { do: 'bookmark' }>): void {
  const { timeline, bookmarks } = session
  if (bookmarks.length >= BOOKMARKS_MAX) return refuse(session, command, 'refused.bookmarks', { most: String(BOOKMARKS_MAX) })
  const id = 1 + bookmarks.reduce((most, one) => Math.max(most, one.id), 0)
  session.bookmarks = [...bookmarks, { id, branch: timeline.current.id, handled: kernelOf(session).handled - session.beganHandled, at: kernelOf(session).now - session.beganAt, name: shortName(command.name) || String(id) }]
}

export function renameBookmark(session: Session, command: Extract<Command, { do: 'rename-bookmark' }>): void {
  if (!bookmarkOf(session, command, command.bookmark)) return
  session.bookmarks = session.bookmarks.map((one) => (one.id === command.bookmark ? { ...one, name: shortName(command.name) || one.name } : one))
}

export function deleteBookmark(session: Session, command: Extract<Command, { do: 'delete-bookmark' }>): void {
  if (bookmarkOf(session, command, command.bookmark)) session.bookmarks = session.bookmarks.filter(({ id }) => id !== command.bookmark)
}

/** Goes to exactly the place, on its own branch. */
export function goToBookmark(session: Session, command: Command, id: number): void {
  const { timeline } = session
  const found = bookmarkOf(session, command, id)
  if (!found || (found.branch !== timeline.current.id && !switchTo(timeline, found.branch))) return
  if (isBeforeHistory(session, found.handled + session.beganHandled)) return refuseForgotten(session, command)
  seek(timeline, found.handled + session.beganHandled, found.at + session.beganAt)
}

function bookmarkOf(session: Session, command: Command, id: number): Bookmark | undefined {
  const found = session.bookmarks.find((one) => one.id === id)
  if (!found) refuse(session, command, 'refused.bookmark', { bookmark: String(id) })
  return found
}

export function renameBranch(session: Session, command: Extract<Command, { do: 'rename-branch' }>): void {
  const branch = session.timeline.branches.find(({ id }) => id === command.branch)
  const name = shortName(command.name)
  if (!branch || name === '') return refuse(session, command, 'refused.branch', { branch: String(command.branch) })
  branch.name = name
}

export function deleteBranch(session: Session, command: Extract<Command, { do: 'delete-branch' }>): void {
  const { timeline } = session
  const branch = timeline.branches.find(({ id }) => id === command.branch)
  if (!branch || timeline.branches.length === 1) return refuse(session, command, 'refused.branch', { branch: String(command.branch) })
  if (branch === timeline.current) switchTo(timeline, timeline.branches.find((one) => one !== branch)!.id)
  timeline.branches.splice(timeline.branches.indexOf(branch), 1)
  session.annals.delete(branch.id)
  session.bookmarks = session.bookmarks.filter((one) => one.branch !== branch.id)
}
