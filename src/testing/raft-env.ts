import { below, randomFor, unreachable, type Micros } from '../kernel/index.ts'
import { compactLog, lastIndex, termAt } from '../cluster/etcd/raft/log.ts'
import { createRaft, deadlineOf, NO_STATE, type Raft } from '../cluster/etcd/raft/raft.ts'
import { persisted, takeReady } from '../cluster/etcd/raft/ready.ts'
import { campaign } from '../cluster/etcd/raft/election.ts'
import { requestRead } from '../cluster/etcd/raft/reads.ts'
import { propose, step, tick } from '../cluster/etcd/raft/step.ts'
import type { Entry, HardState, Moment, Outgoing, RaftMessage, Snapshot } from '../cluster/etcd/raft/types.ts'

interface Node { raft: Raft | undefined; hardState: HardState; entries: Entry[]; snapshot: Snapshot | undefined; role: string; applied: string[] }
interface Letter extends Outgoing { readonly from: string }

/**
 * Raft members without a kernel, driven by lines of text: messages arrive at once and in order, disks write at once. Members are
 * called 1, 2, 3. In the manner of etcd-io/raft's interaction tests.
 */
export function createRaftEnv() {
  const random = randomFor(7, 'raft-env')
  const nodes = new Map<string, Node>()
  const cut = new Set<string>()
  const letters: Letter[] = []
  let now: Micros = 0
  let lines: string[] = []
  const at: Moment = { get now() { return now }, below: (bound) => below(random, bound) }

  function command(line: string): readonly string[] {
    lines = []
    const [verb, name = '', ...rest] = line.split(' ')
    switch (verb) {
      case 'members': for (let i = 1; i <= Number(name); i++) nodes.set(String(i), { raft: undefined, hardState: NO_STATE, entries: [], snapshot: undefined, role: '', applied: [] }); for (const id of nodes.keys()) start(id); break
      case 'campaign': campaign(raftOf(name), at); break
      case 'propose': for (const data of rest) if (!propose(raftOf(name), [{ data, bytes: 1, cause: 0 }])) lines.push(`${name} knows no leader`); break
      case 'read': requestRead(raftOf(name), rest[0]!); break
      case 'settle': settle(); break
      case 'elapse': elapse(Number(name) * 1_000); break
      case 'cut': cut.add(name); break
      case 'heal': cut.delete(name); break
      case 'crash': nodes.get(name)!.raft = undefined; lines.push(`${name} is gone`); break
      case 'restart': start(name); break
      case 'compact': compact(name); break
      case 'status': for (const id of nodes.keys()) status(id); break
      default: lines.push(`what is ${verb}?`)
    }
    return lines
  }

  const raftOf = (name: string): Raft => nodes.get(name)!.raft!

  function start(id: string): void {
    const node = nodes.get(id)!
    const { hardState, snapshot, entries } = node
    node.raft = createRaft({ id, members: [...nodes.keys()], hardState, snapshot, entries }, at)
    node.applied = snapshot ? [...(snapshot.data as string[])] : []
    node.role = node.raft.role
  }

  function settle(): void {
    for (;;) {
      let busy = false
      for (const [id, node] of nodes) if (node.raft && work(id, node, node.raft)) busy = true
      const letter = letters.shift()
      if (letter) deliver(letter)
      else if (!busy) return
    }
  }

  function work(id: string, node: Node, raft: Raft): boolean {
    const ready = takeReady(raft, at)
    tellRole(id, node, raft)
    if (!ready) return false
    const { hardState, entries, snapshot } = ready
    for (const { to, msg } of [...ready.messages]) letters.push({ from: id, to, msg })
    if (snapshot) {
      node.snapshot = snapshot
      node.entries = []
      node.applied = [...(snapshot.data as string[])]
      lines.push(`${id} installs the snapshot at ${snapshot.index}`)
    }
    if (entries.length > 0) {
      node.entries = [...node.entries.filter((entry) => entry.index < entries[0]!.index), ...entries]
      lines.push(`${id} writes ${entries.map(({ index, term, data }) => `${index}/${term}${data === undefined ? '' : `=${String(data)}`}`).join(' ')}`)
    }
    if (hardState) node.hardState = hardState
    if (raft.writing) persisted(raft, at)
    for (const { to, msg } of ready.promises) letters.push({ from: id, to, msg })
    for (const { index, data } of ready.committed) {
      if (data !== undefined) node.applied.push(String(data))
      lines.push(`${id} applies ${index}${data === undefined ? '' : `=${String(data)}`}`)
    }
    for (const { context, index } of ready.readStates) lines.push(`${id} may answer ${context} at ${index}`)
    return true
  }

  function deliver({ from, to, msg }: Letter): void {
    const node = nodes.get(to)!
    const lost = cut.has(from) || cut.has(to) || !node.raft
    // Heartbeats that change nothing would fill the story.
    const quiet = (msg.type === 'raft-heartbeat' || msg.type === 'raft-heartbeat-response') && msg.context === ''
    if (!quiet) lines.push(`  ${from}→${to} ${describe(msg)}${lost ? ' (lost)' : ''}`)
    if (lost) return
    step(node.raft!, from, msg, at)
    tellRole(to, node, node.raft!)
  }

  function elapse(us: Micros): void {
    const end = now + us
    for (;;) {
      settle()
      let next = Infinity
      for (const { raft } of nodes.values()) if (raft) next = Math.min(next, deadlineOf(raft))
      if (next > end) break
      now = Math.max(now, next)
      for (const { raft } of nodes.values()) if (raft) tick(raft, at)
    }
    now = end
  }

  function compact(id: string): void {
    const { log } = raftOf(id)
    log.snapshot = { index: log.applied, term: termAt(log, log.applied)!, data: [...nodes.get(id)!.applied], bytes: 1 }
    nodes.get(id)!.snapshot = log.snapshot
    nodes.get(id)!.entries = nodes.get(id)!.entries.filter((entry) => entry.index > log.applied)
    compactLog(log, log.applied)
  }

  function tellRole(id: string, node: Node, raft: Raft): void {
    const role = `${raft.role}, term ${raft.term}`
    if (node.role !== role && node.role !== '') lines.push(`${id} is ${role}`)
    node.role = role
  }

  function status(id: string): void {
    const { raft, applied } = nodes.get(id)!
    if (!raft) return void lines.push(`${id} down`)
    const followers = [...raft.progress].filter(([other]) => other !== id).map(([other, p]) => ` ${other}:${p.state} match ${p.match} next ${p.next}`)
    lines.push(`${id} ${raft.role} term ${raft.term} last ${lastIndex(raft.log)} commit ${raft.log.commit} [${applied.join(' ')}]${followers.join('')}`)
  }

  return { command }
}

function describe(msg: RaftMessage): string {
  switch (msg.type) {
    case 'raft-append': return `append, term ${msg.term}, after ${msg.prevIndex}/${msg.prevTerm} [${msg.entries.map((entry) => entry.index).join(' ')}], commit ${msg.commit}`
    case 'raft-append-response': return msg.reject ? `refuses ${msg.index}, look at ${msg.hintIndex}/${msg.hintTerm}` : `has ${msg.index}, term ${msg.term}`
    case 'raft-heartbeat': return `heartbeat, ${msg.context}`
    case 'raft-heartbeat-response': return `hears, ${msg.context}`
    case 'raft-vote':
    case 'raft-pre-vote': return `${msg.type.slice(5)}, term ${msg.term}, log ends ${msg.lastIndex}/${msg.lastTerm}`
    case 'raft-vote-response':
    case 'raft-pre-vote-response': return `${msg.reject ? 'no' : 'yes'} to ${msg.type === 'raft-vote-response' ? 'vote' : 'pre-vote'}, term ${msg.term}`
    case 'raft-snapshot': return `snapshot at ${msg.snapshot.index}`
    case 'raft-propose': return `propose ${msg.proposals.map(({ data }) => String(data)).join(' ')}`
    case 'raft-read-index': return `read ${msg.context}?`
    case 'raft-read-index-response': return `read ${msg.context} at ${msg.index}`
    default: unreachable(msg)
  }
}
