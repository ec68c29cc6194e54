import type { Cx, EventId } from '../../kernel/index.ts'
import { known, learn } from './apply-cache.ts'
import type { Command } from './command.ts'
import { execute, repeat, type Outcome } from './database.ts'
import type { StoredEvent } from './mvcc/store.ts'
import { watchesOf } from './mvcc/watch-index.ts'
import { leaseGranted } from './lessor.ts'
import type { Entry } from './raft/types.ts'
import { answer } from './requests.ts'
import type { EtcdConfig, EtcdMessage, EtcdState } from './state.ts'
import { tellWatches, type Told } from './watching.ts'

/** Applies committed entries in the order of the log, answers who proposed them here, and tells the watches. */
export function applyAll(state: EtcdState, entries: readonly Entry[], config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  if (entries.length === 0) return
  const before = state.database.mvcc.revision
  const told = new Map<string, Told>()
  for (const entry of entries) {
    if (entry.data === undefined) continue
    const command = entry.data as Command // Raft does not know what it replicates.
    const outcome = apply(state, entry, command, config)
    if (command.call.call === 'lease-grant') leaseGranted(state, command.call.lease!, cx)
    if (command.member === config.name) answerProposer(state, command, outcome, cx)
    gather(state, outcome.events, entry.cause, told)
  }
  tellWatches(state, told, cx)
  const { revision, keys } = state.database.mvcc
  if (revision !== before) cx.fact({ fact: 'revision', revision, keys })
}

function apply(state: EtcdState, entry: Entry, command: Command, { cache }: EtcdConfig): Outcome {
  if (!cache) return execute(state.database, command)
  const outcome = known(cache, entry)
  if (outcome) return repeat(state.database, command, outcome)
  const fresh = execute(state.database, command)
  learn(cache, entry, fresh)
  return fresh
}

function answerProposer(state: EtcdState, command: Command, outcome: Outcome, cx: Cx<EtcdMessage>): void {
  const pending = state.pending.get(command.request)
  if (!pending) return
  state.pending.delete(command.request)
  answer(pending, outcome.result, cx)
}

function gather(state: EtcdState, events: readonly StoredEvent[], cause: EventId, told: Map<string, Told>): void {
  if (state.watches.watches.size === 0) return
  for (const event of events) {
    watchesOf(state.watches, event.kv.key, (name) => {
      const one = told.get(name)
      if (!one) told.set(name, { events: [event], causes: [cause] })
      else {
        one.events.push(event)
        one.causes.push(cause)
      }
    })
  }
}
