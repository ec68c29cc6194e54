import type { Input } from '../../kernel/index.ts'
import { clusterGaps, commandGiven, totalsOf } from '../../projection/index.ts'
import { isHistoric, refKey, type Command, type Flag, type LinkPoke, type Moment, type Poke, type StepSize } from '../../protocol/index.ts'
import { addBookmark, deleteBookmark, goToBookmark, renameBookmark, renameBranch } from './bookmarks.ts'
import { annalsUpTo, changedAt, lastAt } from './annals.ts'
import { goToTime, hasNoPast, stepFleet } from './fleet-moves.ts'
import { followed } from './following.ts'
import { notableOf } from './notable.ts'
import { land, takeOff } from './play.ts'
import { inputsOf, isLinkPoke, placeOfPoke, undoOf } from './pokes.ts'
import { endAhead, placeNow, replay } from './replay.ts'
import { annalsOf, kernelOf, NO_MOTION, refuse, restsHere, type Session } from './session.ts'
import { runUntil } from './run-until.ts'
import { act, advance, applyDue, atEnd, fork, seek, switchTo } from './timeline.ts'
import { ENGINE_VERSION } from './version.ts'

/** A magnifier, a focus strip and a chosen node. */
const LOOK_MAX = 16
const STEP_LIMIT_US = 600_000_000
const HEAL_LIMIT_US = 900_000_000
const HEAL_LOOK_US = 1_000_000
/** What is down longest is heard of last: agreement must last. */
const HEAL_CALM_LOOKS = 10
export const BRANCHES_MAX = 6

/** Carries out what the user asked for, and keeps what makes history. Nothing here takes long: longer steps become a motion that `tick` goes on with. */
export function perform(session: Session, command: Command, nowMs: number): void {
  if (!isHistoric(command)) return carryOut(session, command, nowMs)
  land(session)
  // What was done at this very place before comes before this.
  applyDue(session.timeline)
  const end = endAhead(session)
  const place = { ...placeNow(session), hash: kernelOf(session).hash(), ...(end ? { end } : {}) }
  const refusals = session.outbox.length
  carryOut(session, command, nowMs)
  if (session.outbox.length === refusals) session.log.push({ ...place, command })
}

function carryOut(session: Session, command: Command, nowMs: number): void {
  switch (command.do) {
    case 'open': return refuse(session, command, 'refused.open')
    case 'kubectl': {
      const { line, files, stdin } = command
      begin(session, { type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line, files, stdin } as never }, line)
      return
    }
    case 'interrupt': {
      begin(session, { type: 'message', to: 'kubectl', msg: { type: 'kubectl-interrupt' } as never }, undefined)
      return
    }
    case 'poke': return poke(session, command, command.poke)
    case 'undo-poke': return undoPoke(session, command, command.flag)
    case 'heal': return heal(session, command)
    case 'play': {
      session.playing = true
      session.settled = false
      return
    }
    case 'pause': {
      land(session)
      session.playing = false
      return
    }
    case 'pace': {
      land(session)
      if (!(command.speed > 0) || command.speed > 1000) return refuse(session, command, 'refused.speed', { speed: String(command.speed) })
      session.pace = session.fleet ? 'clock' : command.pace
      session.speed = command.speed
      return
    }
    case 'step': if (session.fleet) return stepFleet(session, command, command.direction)
      return command.direction === 1 ? stepForward(session, command.by, nowMs) : stepBack(session, command.by)
    case 'seek': return goTo(session, command, command.to)
    case 'run-until': {
      land(session)
      return runUntil(session, command)
    }
    case 'fork': {
      land(session)
      if (hasNoPast(session)) return refuse(session, command, 'refused.past')
      if (session.timeline.branches.length >= BRANCHES_MAX) return refuse(session, command, 'refused.branches', { most: String(BRANCHES_MAX) })
      return branchOff(session, command.name ?? '')
    }
    case 'switch-branch': {
      land(session)
      if (!switchTo(session.timeline, command.branch)) return refuse(session, command, 'refused.branch', { branch: String(command.branch) })
      session.playing = false
      return
    }
    case 'delete-branch': return deleteBranch(session, command)
    case 'rename-branch': return renameBranch(session, command)
    case 'bookmark': return addBookmark(session, command)
    case 'rename-bookmark': return renameBookmark(session, command)
    case 'delete-bookmark': return deleteBookmark(session, command)
    case 'select': {
      session.selected = command.object
      return
    }
    case 'follow': {
      session.follow = command.what
      return
    }
    case 'look': {
      session.looked = command.nodes.slice(0, LOOK_MAX)
      return
    }
    case 'noise': {
      session.noiseShown = command.shown
      return
    }
    case 'replay': {
      const { record } = command
      if (session.log.length > 0 || record.scenario !== session.scenario || record.seed !== session.seed) return refuse(session, command, 'refused.replay')
      const difference = replay(session, record, (one) => perform(session, one, nowMs))
      if (difference) refuse(session, command, 'refused.differs', { revision: String(difference.revision), engine: record.engine, here: ENGINE_VERSION })
      return
    }
    case 'predict': {
      session.predictions.set(command.card, command.answer)
      return
    }
  }
}

/** Gives the cluster an input at the head. In the past this begins a branch, named after what was done. */
function begin(session: Session, input: Input, line: string | undefined): number {
  land(session)
  const root = actHere(session, input, line)
  const { timeline } = session
  if (line !== undefined) {
    const annals = annalsOf(session)
    annals.marks.push({ mark: 'command', branch: timeline.current.id, at: kernelOf(session).now, event: root, line })
    annals.heardOf.set(root, kernelOf(session).now)
    if (annals.story) commandGiven(annals.story, line, root, kernelOf(session).handled)
    session.follow = 'last'
  }
  session.playing = true
  session.settled = false
  return root
}

function actHere(session: Session, input: Input, name: string | undefined): number {
  if (!atEnd(session.timeline)) branchOff(session, name ?? '')
  return act(session.timeline, input, name)
}

function branchOff(session: Session, name: string): void {
  const before = annalsOf(session)
  const branch = fork(session.timeline, name)
  session.annals.set(branch.id, annalsUpTo(before, branch.forkHandled, branch.forkAt, branch.id))
}

function poke(session: Session, command: Command, what: Poke): void {
  const meaning = inputsOf(what, { plan: session.plan, kernel: kernelOf(session), links: linksBroken(session) })
  if ('problem' in meaning) return refuse(session, command, 'refused.unknown', { what: meaning.problem })
  const undo = undoOf(what, [], session.plan) !== undefined
  if ('line' in meaning) {
    for (const input of meaning.inputs ?? []) actHere(session, input, `${what.poke}`)
    const root = begin(session, { type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line: meaning.line, background: true } as never }, meaning.line)
    if (undo) flag(session, what, root)
    return
  }
  land(session)
  const rested = restsHere(session)
  let root = 0
  for (const input of meaning.inputs) root = actHere(session, input, `${what.poke}`)
  annalsOf(session).marks.push({ mark: 'fault', branch: session.timeline.current.id, at: kernelOf(session).now, event: root, poke: what, undone: false })
  if (undo) flag(session, what, root)
  session.follow = 'last'
  session.settled = false
  // Whoever breaks something at rest wants to see what comes of it; who stopped the time goes on at leisure.
  if (rested) session.playing = true
}

function flag(session: Session, what: Poke, root: number): void {
  annalsOf(session).flags.push({ id: root, at: kernelOf(session).now, poke: what, place: placeOfPoke(what), handled: kernelOf(session).handled })
}

/** What is broken at the head, oldest first. */
const broken = (session: Session): readonly (Flag & { undoneAfter?: number })[] => {
  const here = kernelOf(session).handled
  return annalsOf(session).flags.filter((one) => one.handled <= here && !(one.undoneAfter !== undefined && one.undoneAfter <= here))
}

const linksBroken = (session: Session, but?: number): readonly LinkPoke[] => broken(session).flatMap((one) => (one.id !== but && isLinkPoke(one.poke) ? [one.poke] : []))

function undoPoke(session: Session, command: Command, id: number): void {
  const found = broken(session).find((one) => one.id === id)
  const meaning = found && undoOf(found.poke, linksBroken(session, id), session.plan)
  if (!found || !meaning) return refuse(session, command, 'refused.flag', { flag: String(id) })
  land(session)
  const rested = restsHere(session)
  let root = id
  if ('line' in meaning) for (const input of meaning.inputs ?? []) actHere(session, input, `undo ${found.poke.poke}`)
  if ('line' in meaning) root = begin(session, { type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line: meaning.line, background: true } as never }, meaning.line)
  else for (const input of meaning.inputs) root = actHere(session, input, `undo ${found.poke.poke}`)
  // The fork copies the flags, so the one to strike is looked up on the branch that we are on now.
  const own = annalsOf(session).flags.find((one) => one.id === id)
  if (own) own.undoneAfter = kernelOf(session).handled
  annalsOf(session).marks.push({ mark: 'fault', branch: session.timeline.current.id, at: kernelOf(session).now, event: root, poke: found.poke, undone: true })
  // A repair is followed like a fault: at rest it sets time going, and all that comes of it is shown.
  session.follow = 'last'
  session.settled = false
  if (rested) session.playing = true
}

/** Everything is repaired; then time runs until wish and fact agree, or for as long as a repair can take. */
function heal(session: Session, command: Command): void {
  for (const { id } of broken(session)) undoPoke(session, command, id)
  land(session)
  let looked = kernelOf(session).now
  let calm = 0
  session.playing = false
  session.settled = false
  session.motion = {
    motion: 'run', limitAt: looked + HEAL_LIMIT_US,
    until: (one) => {
      const { now } = kernelOf(one)
      if (now - looked < HEAL_LOOK_US) return false
      looked = now
      calm = agrees(one) ? calm + 1 : 0
      return calm >= HEAL_CALM_LOOKS
    },
  }
}

/** Of a large cluster the counts tell: every node is Ready, and so are all Pods that are wished for. */
function agrees(session: Session): boolean {
  const kernel = kernelOf(session)
  if (!session.fleet) return clusterGaps(kernel).length === 0
  const { nodes, nodesReady, pods, podsReady, podsDesired } = totalsOf(session.fleet, kernel)
  return nodesReady === nodes && podsReady === podsDesired && pods === podsDesired
}

function deleteBranch(session: Session, command: Extract<Command, { do: 'delete-branch' }>): void {
  const { timeline } = session
  const branch = timeline.branches.find(({ id }) => id === command.branch)
  if (!branch || timeline.branches.length === 1) return refuse(session, command, 'refused.branch', { branch: String(command.branch) })
  if (branch === timeline.current) switchTo(timeline, timeline.branches.find((one) => one !== branch)!.id)
  timeline.branches.splice(timeline.branches.indexOf(branch), 1)
  session.annals.delete(branch.id)
  session.bookmarks = session.bookmarks.filter((one) => one.branch !== branch.id)
}

// ---- moving the head ---------------------------------------------------------------------------------------------------

function stepForward(session: Session, by: StepSize, nowMs: number): void {
  if (session.motion.motion === 'flight') {
    land(session)
    if (by === 'message') return
  }
  session.playing = false
  session.motion = NO_MOTION
  if (by === 'message') return stepMessage(session, nowMs)
  const start = kernelOf(session).handled
  const selected = session.selected ? refKey(session.selected) : undefined
  session.motion = {
    motion: 'run', limitAt: kernelOf(session).now + STEP_LIMIT_US,
    until: (one) => {
      const now = kernelOf(one).handled
      const lived = annalsOf(one)
      switch (by) {
        case 'write': return lastAt(lived.writes, now, ({ place }) => place)?.place === now
        case 'object': {
          return now > start && changedAt(lived, now).some((key) => selected === undefined || isKeyOf(key, selected))
        }
        case 'reconcile': return lastAt(lived.reconciles, now, (place) => place) === now
        case 'milestone': return lastAt(lived.hits, now, ({ handled }) => handled)?.handled === now
      }
    },
  }
}

/** Lets the next followed message fly, and stops when it has arrived. */
function stepMessage(session: Session, nowMs: number): void {
  const { timeline } = session
  const { kernel } = timeline
  const follow = followed(session)
  const limit = kernel.now + STEP_LIMIT_US
  for (;;) {
    const next = kernel.peek()
    if (!next || next.at > limit) {
      session.settled = true
      return
    }
    if (notableOf(timeline.current.trace, next, follow)) return takeOff(session, next, follow, nowMs, true)
    if (!advance(timeline)) return
  }
}

function stepBack(session: Session, by: StepSize): void {
  land(session)
  session.playing = false
  const here = kernelOf(session).handled
  const places = placesOf(session, by).filter((place) => place <= here)
  const last = places.at(-1)
  const target = last === here ? places.at(-2) : last
  seek(session.timeline, target ?? session.beganHandled, target === undefined ? session.beganAt : undefined)
}

function placesOf(session: Session, by: StepSize): readonly number[] {
  const annals = annalsOf(session)
  const follow = followed(session)
  switch (by) {
    case 'message': return annals.notables.filter(({ root }) => follow === 'all' || root === follow).map(({ place }) => place)
    case 'write': return annals.writes.map(({ place }) => place)
    case 'reconcile': return annals.reconciles
    case 'milestone': return annals.hits.map(({ handled }) => handled)
    case 'object': {
      const selected = session.selected ? refKey(session.selected) : undefined
      return annals.changes.filter(({ key }) => selected === undefined || isKeyOf(key, selected)).map(({ place }) => place)
    }
  }
}

/** '/registry/pods/default/web-1' against 'group/resource/namespace/name': the last two words tell, the first must be the resource's. */
export function isKeyOf(key: string, ref: string): boolean {
  const [, resource, namespace, name] = ref.split('/') as [string, string, string, string]
  const parts = key.split('/').slice(2)
  const storedAs = resource === 'nodes' ? 'minions' : resource === 'endpoints' ? 'services' : resource
  if (parts.at(-1) !== name || !parts.includes(storedAs)) return false
  return namespace === '' || parts.at(-2) === namespace
}

function goTo(session: Session, command: Command, to: Moment): void {
  land(session)
  if (session.fleet) return goToTime(session, command, to)
  session.playing = false
  const { timeline } = session
  const { current } = timeline
  if ('place' in to) {
    if (to.place === 'start') seek(timeline, session.beganHandled, session.beganAt)
    else seek(timeline, current.endHandled, current.endAt)
    return
  }
  if ('bookmark' in to) return goToBookmark(session, command, to.bookmark)
  if ('event' in to) {
    const place = current.trace.handled[to.event] ?? 0
    const input = current.inputs.find(({ at }) => current.trace.inputs.get(to.event)?.at === at)
    if (place === 0 && !input) return refuse(session, command, 'refused.event', { event: String(to.event) })
    seek(timeline, place || input!.handled, place ? undefined : input!.at)
    return
  }
  if ('revision' in to) {
    const write = annalsOf(session).writes.find(({ revision }) => revision >= to.revision)
    if (!write) return refuse(session, command, 'refused.revision', { revision: String(to.revision) })
    seek(timeline, write.place)
    return
  }
  const at = Math.min(Math.max(to.at + session.beganAt, session.beganAt), current.endAt)
  seek(timeline, placeAt(session, at), at)
}

/** How many events had been handled at a virtual time. */
export function placeAt(session: Session, at: number): number {
  const { trace, endHandled } = session.timeline.current
  let low = session.beganHandled
  let high = endHandled
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (timeOfPlace(trace, middle) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Places that no actor saw have no row; they count with the nearest one before. */
function timeOfPlace(trace: { readonly order: Int32Array; readonly at: Float64Array }, place: number): number {
  for (let one = place; one > 0; one--) {
    const id = trace.order[one]!
    if (id > 0) return trace.at[id]!
  }
  return 0
}
