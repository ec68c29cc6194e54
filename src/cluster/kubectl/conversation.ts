import type { WatchEvent } from '../messages.ts'

/**
 * A kubectl command reads as a conversation: a generator that asks and is answered. What is kept of it is the line and the answers so far;
 * after a rewind it is found again by running it from the start over the same answers. So it must be a function of its line, its files and its answers alone.
 * It returns the exit code.
 */
export type Conversation = Generator<Ask, number, Answer>

export type Ask =
  /** One request; the answer has its code and body. Code 0: no answer came, `problem` says why. */
  | { readonly ask: 'request'; readonly request: Request }
  /** Opens a watch and goes on at once with a `watching` answer, or the `response` that refused it. */
  | { readonly ask: 'watch'; readonly request: Request }
  /** Waits for the next event of a watch, for its end, or for the time to run out. */
  | { readonly ask: 'next'; readonly watch: number; readonly timeoutUs?: number }
  /** Opens a streamed text (logs -f); pieces come through `next`. */
  | { readonly ask: 'stream'; readonly request: Request }
  | { readonly ask: 'stop'; readonly watch: number }
  | { readonly ask: 'sleep'; readonly us: number }
  /** What the host's clock says, for ages and default names. */
  | { readonly ask: 'now' }
  /** A number below the bound, from kubectl's own stream of luck. */
  | { readonly ask: 'random'; readonly bound: number }
  | { readonly ask: 'print'; readonly text: string; readonly stream: 'stdout' | 'stderr' }
  /** Tells the trace what kubectl does without sending anything, for captions. */
  | { readonly ask: 'fact'; readonly stage: string; readonly params: Readonly<Record<string, string>> }

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export type Answer =
  | { readonly answer: 'response'; readonly code: number; readonly body: unknown; readonly warnings: readonly string[]; readonly problem?: string }
  | { readonly answer: 'watching'; readonly watch: number }
  | { readonly answer: 'event'; readonly event: WatchEvent['event']; readonly object: unknown }
  | { readonly answer: 'chunk'; readonly text: string; readonly last: boolean }
  | { readonly answer: 'ended' }
  | { readonly answer: 'time-out' }
  | { readonly answer: 'interrupted' }
  | { readonly answer: 'now'; readonly us: number }
  | { readonly answer: 'number'; readonly number: number }
  | { readonly answer: 'done' }

type Response = Extract<Answer, { readonly answer: 'response' }>

/** The small words of which commands are made. Each is used with `yield*`. */
export function* send(request: Request): Generator<Ask, Response, Answer> {
  const answer = yield { ask: 'request', request }
  return answer.answer === 'response' ? answer : { answer: 'response', code: 0, body: undefined, warnings: [], problem: 'interrupted' }
}

export function* print(text: string): Generator<Ask, void, Answer> {
  yield { ask: 'print', text, stream: 'stdout' }
}

export function* complain(text: string): Generator<Ask, void, Answer> {
  yield { ask: 'print', text, stream: 'stderr' }
}

export function* clock(): Generator<Ask, number, Answer> {
  const answer = yield { ask: 'now' }
  return answer.answer === 'now' ? answer.us : 0
}

export function* luck(bound: number): Generator<Ask, number, Answer> {
  const answer = yield { ask: 'random', bound }
  return answer.answer === 'number' ? answer.number : 0
}

export type { Response }
