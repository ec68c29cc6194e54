import type { Micros } from '../../../kernel/index.ts'
import type { ContainerConfig } from '../cri.ts'

// A program is what a container's first process does: a pure state machine over plain data, driven by its runtime.

export type Signal = 'TERM' | 'INT' | 'QUIT' | 'HUP' | 'USR1' | 'USR2' | 'WINCH' | 'KILL'

export interface HttpRequest { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>> }

export type ProcessInput =
  | { readonly on: 'start' }
  /** A timer that the process set with `io.wake`. */
  | { readonly on: 'timer'; readonly timer: number }
  | { readonly on: 'signal'; readonly signal: Signal }
  /** A connection to a port; `http` is undefined for bare TCP and for gRPC health checks. */
  | { readonly on: 'connection'; readonly port: number; readonly protocol: 'http' | 'tcp' | 'grpc'; readonly http?: HttpRequest }

/** What a process may do during one step. */
export interface ProcessIo {
  readonly nowUs: Micros
  /** What the host's clock says, for `date`. */
  readonly clockUs: Micros
  below(bound: number): number
  print(text: string, stream?: 'stdout' | 'stderr'): void
  exit(code: number): void
  wake(afterUs: Micros, timer: number): void
  /** Resident memory in bytes; above the container's limit the kernel kills the process. */
  useMemory(bytes: number): void
  listen(port: number): void
  reply(code: number, body: string): void
  refuse(): void
  /** The container's files: mounted ones, and those that its own programs wrote. A program without state of its own may still read them. */
  readonly files: Map<string, string>
}

export interface ExecResult { readonly exitCode: number; readonly stdout: string; readonly stderr: string; readonly sleepUs: Micros }

export interface Program<State> {
  readonly name: string
  begin(config: ContainerConfig, argv: readonly string[]): State
  hear(state: State, input: ProcessInput, io: ProcessIo): void
}

export type Started =
  | { readonly program: string; readonly argv: readonly string[] }
  /** runc could not find the command in the image. */
  | { readonly error: string }
