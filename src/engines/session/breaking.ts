import { clusterGaps, totalsOf } from '../../projection/index.ts'
import type { Command, Flag, Poke } from '../../protocol/index.ts'
import { actHere, begin } from './acting.ts'
import { land } from './play.ts'
import { actorOfPoke, inputsOf, isLagPoke, isLinkPoke, placeOfPoke, undoOf } from './pokes.ts'
import { annalsOf, broken, kernelOf, refuse, restsHere, type Session } from './session.ts'

const HEAL_LIMIT_US = 900_000_000
const HEAL_LOOK_US = 1_000_000
/** What is down longest is heard of last: agreement must last. */
const HEAL_CALM_LOOKS = 10

export function poke(session: Session, command: Command, what: Poke): void {
  const meaning = inputsOf(what, { plan: session.plan, kernel: kernelOf(session), links: brokenOf(session, isLinkPoke) })
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

/** What is still broken of one kind, but for the flag that is being taken back. */
const brokenOf = <Kind extends Poke>(session: Session, isOf: (poke: Poke) => poke is Kind, but?: number): readonly Kind[] => broken(session).flatMap(({ id, poke: what }) => (id !== but && isOf(what) ? [what] : []))

export function undoPoke(session: Session, command: Command, id: number): void {
  const found = broken(session).find((one) => one.id === id)
  const meaning = found && undoOf(found.poke, brokenOf(session, isLinkPoke, id), session.plan, brokenOf(session, isLagPoke, id))
  if (!found || !meaning) return refuse(session, command, 'refused.flag', { flag: String(id) })
  land(session)
  const rested = restsHere(session)
  const down = brokenWhereDown(session, found)
  let root = id
  if ('line' in meaning) for (const input of meaning.inputs ?? []) actHere(session, input, `undo ${found.poke.poke}`)
  if ('line' in meaning) root = begin(session, { type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line: meaning.line, background: true } as never }, meaning.line)
  else for (const input of meaning.inputs) root = actHere(session, input, `undo ${found.poke.poke}`)
  breakAgain(session, down)
  // The fork copies the flags, so the one to strike is looked up on the branch that we are on now.
  const own = annalsOf(session).flags.find((one) => one.id === id)
  if (own) own.undone = { handled: kernelOf(session).handled, at: kernelOf(session).now }
  annalsOf(session).marks.push({ mark: 'fault', branch: session.timeline.current.id, at: kernelOf(session).now, event: root, poke: found.poke, undone: true })
  // A repair is followed like a fault: at rest it sets time going, and all that comes of it is shown.
  session.follow = 'last'
  session.settled = false
  if (rested) session.playing = true
}

const CRASHES: readonly Poke['poke'][] = ['crash', 'stop-kubelet', 'kill-etcd']

/** What is broken of processes that do not run: of a crashed one, its dials; of a machine without power, its crashes as well. */
function brokenWhereDown(session: Session, undone: Flag): readonly Poke[] {
  const kernel = kernelOf(session)
  const powered = undone.poke.poke === 'power-off' || undone.poke.poke === 'zone-off'
  return broken(session).flatMap(({ id, poke: what }) => {
    const actor = actorOfPoke(what)
    const stays = powered || !CRASHES.includes(what.poke)
    return id !== undone.id && stays && actor !== undefined && kernel.has(actor) && !kernel.isUp(actor) ? [what] : []
  })
}

/** What is in the list of what is broken belongs to the place: a process that starts there again is no better than the one before. */
function breakAgain(session: Session, pokes: readonly Poke[]): void {
  for (const what of pokes) {
    if (!kernelOf(session).isUp(actorOfPoke(what)!)) continue
    const meaning = inputsOf(what, { plan: session.plan, kernel: kernelOf(session), links: brokenOf(session, isLinkPoke) })
    if (!('problem' in meaning)) for (const input of meaning.inputs ?? []) actHere(session, input, `${what.poke} stays`)
  }
}

/** Everything is repaired; then time runs until wish and fact agree, or for as long as a repair can take. */
export function heal(session: Session, command: Command): void {
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
