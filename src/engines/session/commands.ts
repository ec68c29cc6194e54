import { isHistoric, type Command } from '../../protocol/index.ts'
import { begin, branchOff } from './acting.ts'
import { addBookmark, deleteBookmark, deleteBranch, renameBookmark, renameBranch } from './bookmarks.ts'
import { heal, poke, undoPoke } from './breaking.ts'
import { hasNoPast, stepFleet } from './fleet-moves.ts'
import { goTo, stepBack, stepForward } from './moving.ts'
import { isOwn } from './own-guess.ts'
import { endAhead, placeNow } from './place.ts'
import { land } from './play.ts'
import { replay } from './replay.ts'
import { runUntil } from './run-until.ts'
import { kernelOf, refuse, type Session } from './session.ts'
import { printOwn } from './terminal.ts'
import { applyDue, switchTo } from './timeline.ts'
import { ENGINE_VERSION } from './version.ts'

/** A magnifier, a focus strip and a chosen node. */
const LOOK_MAX = 64
export const BRANCHES_MAX = 6

/** Carries out what the user asked for, and keeps what makes history. Nothing here takes long: longer steps become a motion that `tick` goes on with. */
export function perform(session: Session, command: Command, nowMs: number): void {
  if (command.do === 'kubectl' && isOwn(command.line)) return printOwn(session, command.line)
  if (!isHistoric(command)) return carryOut(session, command, nowMs)
  land(session)
  // What was done at this very moment before comes before this.
  applyDue(session.timeline, kernelOf(session).now)
  session.timeline.anotherAct = true
  const end = endAhead(session)
  const place = { ...placeNow(session), hash: kernelOf(session).hash(), ...(end ? { end } : {}) }
  const refusals = session.outbox.length
  carryOut(session, command, nowMs)
  if (session.outbox.length === refusals) session.log.push({ ...place, command })
}

function carryOut(session: Session, command: Command, nowMs: number): void {
  switch (command.do) {
    case 'kubectl': {
      const { line, files, stdin } = command
      begin(session, { type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line, files, stdin } as never }, line)
      return
    }
    case 'pace': {
      land(session)
      if (!(command.speed > 0) || command.speed > 1000) return refuse(session, command, 'refused.speed', { speed: String(command.speed) })
      session.pace = session.fleet ? 'clock' : command.pace
      session.speed = command.speed
      return
    }
    default: carryOutLater(session, command, nowMs)
  }
}

/** What no lesson's first line needs. */
function carryOutLater(session: Session, command: Exclude<Command, { do: 'kubectl' | 'pace' }>, nowMs: number): void {
  switch (command.do) {
    case 'open': return refuse(session, command, 'refused.open')
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
    case 'asking': {
      session.asking = command.shown
      return
    }
    case 'predict': {
      session.predictions.set(command.card, command.answer)
      if (session.asking) session.playing = false
      return
    }
  }
}
