import { assert, unreachable, type ActorId, type Component, type Cx, type EventId } from '../../kernel/index.ts'
import type { ApiAnswer, ApiServerAddress, Credentials } from '../messages.ts'
import { conversationOf, type CommandFiles } from './command-line.ts'
import type { Answer, Ask, Conversation, Request } from './conversation.ts'

export interface KubectlConfig {
  readonly apiserver: ApiServerAddress
  readonly credentials: Credentials
  /** What error messages call the server: 'https://192.168.0.10:6443'. */
  readonly server?: string
}

/** A line typed in the terminal. `background`: by a button of the page, does not wait for the command in the foreground. */
export interface KubectlCommand {
  readonly type: 'kubectl-command'
  readonly line: string
  readonly files?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly background?: boolean
}
/** Ctrl-C. */
export interface KubectlInterrupt { readonly type: 'kubectl-interrupt' }
type KubectlTimer = { readonly type: 'kubectl-timer'; readonly run: number; readonly ask: number }
export type KubectlMessage = KubectlCommand | KubectlInterrupt | KubectlTimer | ApiAnswer

export type TranscriptEntry =
  | { readonly entry: 'command'; readonly line: string; readonly event: EventId }
  | { readonly entry: 'text'; readonly text: string; readonly stream: 'stdout' | 'stderr' }
  | { readonly entry: 'done'; readonly exitCode: number }

/** The user's shell: what it printed, what runs, what was typed ahead. */
export interface KubectlState {
  readonly transcript: TranscriptEntry[]
  readonly runs: Map<number, Run>
  readonly typedAhead: { readonly command: KubectlCommand; readonly event: EventId }[]
  foreground: number | undefined
  nextRun: number
  nextRequest: number
  /** Open exchanges: request number → run. */
  readonly exchanges: Map<number, number>
}

/** A command under way: its line and all that it was told. */
interface Run {
  readonly id: number
  readonly command: KubectlCommand
  readonly answers: Answer[]
  /** What it waits for, numbered; a timer whose number is old is stale. */
  asks: number
  waitsFor: { readonly ask: 'request' | 'watch' | 'stream'; readonly request: number } | { readonly ask: 'next'; readonly watch: number } | { readonly ask: 'sleep' } | undefined
  /** Events of its watches that came while it was busy. */
  readonly inbox: Map<number, Answer[]>
  interrupted: boolean
}

const USER_AGENT = 'kubectl/v1.36.3 (linux/amd64) kubernetes/glass'

export function kubectl(config: KubectlConfig): Component<KubectlState, KubectlMessage> {
  // Running generators by their run; whoever is not here (after a rewind) is run again over its answers.
  const live = new WeakMap<Run, Conversation>()

  function revive(run: Run): Conversation {
    const known = live.get(run)
    if (known) return known
    const conversation = conversationOf(run.command.line, filesOf(run.command), serverOf(config))
    let step = conversation.next()
    // NB: each answer belongs to one ask, prints included, so the count of answers is the place in the conversation.
    for (const answer of run.answers) {
      assert(!step.done, 'a conversation runs the same again over the same answers')
      step = conversation.next(answer)
    }
    live.set(run, conversation)
    return conversation
  }

  function begin(state: KubectlState, command: KubectlCommand, event: EventId, cx: Cx<KubectlMessage>): void {
    // What was typed while another command ran is still the cause of all that it does.
    cx.because(event)
    const run: Run = { id: state.nextRun++, command, answers: [], asks: 0, waitsFor: undefined, inbox: new Map(), interrupted: false }
    state.runs.set(run.id, run)
    if (!command.background) state.foreground = run.id
    state.transcript.push({ entry: 'command', line: command.line, event })
    const conversation = conversationOf(command.line, filesOf(command), serverOf(config))
    live.set(run, conversation)
    proceed(state, run, conversation.next(), conversation, cx)
  }

  function tell(state: KubectlState, run: Run, answer: Answer, cx: Cx<KubectlMessage>): void {
    const conversation = revive(run)
    run.waitsFor = undefined
    run.answers.push(answer)
    proceed(state, run, conversation.next(answer), conversation, cx)
  }

  /** Carries out what the command asks for until it has to wait or is done. */
  function proceed(state: KubectlState, run: Run, first: IteratorResult<Ask, number>, conversation: Conversation, cx: Cx<KubectlMessage>): void {
    let step = first
    while (!step.done) {
      const answer = perform(state, run, step.value, cx)
      if (!answer) return
      run.answers.push(answer)
      step = conversation.next(answer)
    }
    end(state, run, step.value, cx)
  }

  function perform(state: KubectlState, run: Run, ask: Ask, cx: Cx<KubectlMessage>): Answer | undefined {
    run.asks++
    switch (ask.ask) {
      case 'print': {
        state.transcript.push({ entry: 'text', text: ask.text, stream: ask.stream })
        return { answer: 'done' }
      }
      case 'fact': {
        cx.fact({ fact: 'kubectl', stage: ask.stage, ...ask.params })
        return { answer: 'done' }
      }
      case 'now': return { answer: 'now', us: cx.clock }
      case 'random': return { answer: 'number', number: cx.below(ask.bound) }
      case 'request': case 'watch': case 'stream': {
        run.waitsFor = { ask: ask.ask, request: request(state, run, ask.request, cx) }
        if (ask.ask === 'request') return undefined
        // A watch is open as soon as it is asked for; its refusal comes as the first thing that `next` brings.
        const watch = run.waitsFor.request
        run.waitsFor = undefined
        run.inbox.set(watch, [])
        return { answer: 'watching', watch }
      }
      case 'next': {
        const waiting = run.inbox.get(ask.watch)
        if (!waiting) return { answer: 'ended' }
        const next = waiting.shift()
        if (next) return next
        if (run.interrupted) return { answer: 'interrupted' }
        run.waitsFor = { ask: 'next', watch: ask.watch }
        if (ask.timeoutUs !== undefined) cx.after(ask.timeoutUs, { type: 'kubectl-timer', run: run.id, ask: run.asks })
        return undefined
      }
      case 'stop': {
        cx.send(config.apiserver, { type: 'api-cancel', id: ask.watch })
        state.exchanges.delete(ask.watch)
        run.inbox.delete(ask.watch)
        return { answer: 'done' }
      }
      case 'sleep': {
        if (run.interrupted) return { answer: 'interrupted' }
        run.waitsFor = { ask: 'sleep' }
        cx.after(ask.us, { type: 'kubectl-timer', run: run.id, ask: run.asks })
        return undefined
      }
      default: unreachable(ask)
    }
  }

  function request(state: KubectlState, run: Run, { method, path, query, headers, body }: Request, cx: Cx<KubectlMessage>): number {
    const id = state.nextRequest++
    state.exchanges.set(id, run.id)
    cx.send(config.apiserver, { type: 'api-request', id, method, path, query, headers: { 'user-agent': USER_AGENT, accept: 'application/json', ...headers }, body, credentials: config.credentials })
    return id
  }

  function end(state: KubectlState, run: Run, exitCode: number, cx: Cx<KubectlMessage>): void {
    for (const watch of run.inbox.keys()) {
      cx.send(config.apiserver, { type: 'api-cancel', id: watch })
      state.exchanges.delete(watch)
    }
    state.transcript.push({ entry: 'done', exitCode })
    state.runs.delete(run.id)
    if (state.foreground !== run.id) return
    state.foreground = undefined
    const next = state.typedAhead.shift()
    if (next) begin(state, next.command, next.event, cx)
  }

  function answered(state: KubectlState, msg: ApiAnswer, cx: Cx<KubectlMessage>): void {
    const run = state.runs.get(state.exchanges.get(msg.id) ?? -1)
    if (!run) return
    const answer = answerOf(msg)
    const last = answer.answer === 'response' || answer.answer === 'ended' || (answer.answer === 'chunk' && answer.last)
    if (last) state.exchanges.delete(msg.id)
    const inbox = run.inbox.get(msg.id)
    if (inbox) {
      if (run.waitsFor?.ask === 'next' && run.waitsFor.watch === msg.id) return tell(state, run, answer, cx)
      inbox.push(answer)
      return
    }
    if (run.waitsFor?.ask === 'request' && run.waitsFor.request === msg.id) tell(state, run, answer, cx)
  }

  return {
    kind: 'kubectl',

    init: () => ({ transcript: [], runs: new Map(), typedAhead: [], foreground: undefined, nextRun: 1, nextRequest: 1, exchanges: new Map() }),

    step(state, { msg }, cx) {
      switch (msg.type) {
        case 'kubectl-command': {
          if (state.foreground !== undefined && !msg.background) state.typedAhead.push({ command: msg, event: cx.event })
          else begin(state, msg, cx.event, cx)
          return
        }
        case 'kubectl-interrupt': {
          const run = state.runs.get(state.foreground ?? -1)
          if (!run) return
          run.interrupted = true
          state.typedAhead.length = 0
          state.transcript.push({ entry: 'text', text: '^C\n', stream: 'stderr' })
          end(state, run, 130, cx)
          return
        }
        case 'kubectl-timer': {
          const run = state.runs.get(msg.run)
          if (!run || run.asks !== msg.ask || !run.waitsFor) return
          if (run.waitsFor.ask === 'sleep') tell(state, run, { answer: 'done' }, cx)
          else if (run.waitsFor.ask === 'next') tell(state, run, { answer: 'time-out' }, cx)
          return
        }
        default: answered(state, msg, cx)
      }
    },

    disconnected(state, peer, cx) {
      if (peer !== config.apiserver) return
      for (const [request, id] of [...state.exchanges]) {
        const run = state.runs.get(id)
        state.exchanges.delete(request)
        if (!run) continue
        const lost: Answer = { answer: 'response', code: 0, body: undefined, warnings: [], problem: refusedText(config, peer) }
        const inbox = run.inbox.get(request)
        if (inbox && !(run.waitsFor?.ask === 'next' && run.waitsFor.watch === request)) inbox.push(inbox.length > 0 ? { answer: 'ended' } : lost)
        else if (run.waitsFor) tell(state, run, inbox ? { answer: 'ended' } : lost, cx)
      }
    },
  }
}

/** What the terminal shows, oldest first; it only ever grows. */
export const transcriptOf = (state: KubectlState): readonly TranscriptEntry[] => state.transcript

export function kubectlView(state: KubectlState): { readonly line: string; readonly running: boolean } {
  const run = state.runs.get(state.foreground ?? -1) ?? [...state.runs.values()].at(-1)
  if (run) return { line: run.command.line, running: true }
  const last = state.transcript.findLast((entry) => entry.entry === 'command')
  return { line: last?.entry === 'command' ? last.line : '', running: false }
}

const serverOf = ({ server }: KubectlConfig): string => server ?? 'https://192.168.0.10:6443'
const filesOf = ({ files, stdin }: KubectlCommand): CommandFiles => ({ files: files ?? {}, stdin })
const refusedText = (config: KubectlConfig, _peer: ActorId): string => `The connection to the server ${serverOf(config).replace('https://', '')} was refused - did you specify the right host or port?`

function answerOf(msg: ApiAnswer): Answer {
  switch (msg.type) {
    case 'api-response': return { answer: 'response', code: msg.code, body: msg.body, warnings: msg.warnings ?? [] }
    case 'watch-event': return { answer: 'event', event: msg.event, object: msg.object }
    case 'watch-end': return { answer: 'ended' }
    case 'api-chunk': return { answer: 'chunk', text: msg.text, last: msg.last }
    default: return unreachable(msg)
  }
}
