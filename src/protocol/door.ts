import type { Command } from './command.ts'
import type { Frame } from './frame.ts'
import type { AnyAnswer, Question } from './question.ts'

/** The border between a page and an engine, whether a worker or a socket carries it. */
export type ToEngine =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'question'; readonly id: number; readonly question: Question }
  /** The page has shown the frame with this number: at most two frames are ever on their way. */
  | { readonly type: 'shown'; readonly seq: number }

export type FromEngine =
  | Frame
  | { readonly type: 'answer'; readonly id: number; readonly answer: AnyAnswer }
  /** A command that made no sense: what, and what to do instead. */
  | { readonly type: 'refused'; readonly command: Command; readonly text: string; readonly params: Readonly<Record<string, string>> }
  /** A bug of ours stopped the engine. The inputs survive. */
  | { readonly type: 'failed'; readonly message: string; readonly seed: number; readonly event: number }
