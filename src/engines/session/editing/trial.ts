import { transcriptOf, type ApiRequest, type ApiResponse } from '../../../cluster/index.ts'
import { SECOND, type Kernel, type Observer } from '../../../kernel/index.ts'
import { kernelOf, type Session } from '../session.ts'

/** A request of kubectl and what came back; code 0 while nothing has. */
export interface Exchange { readonly method: ApiRequest['method']; readonly path: string; readonly code: number; readonly body: unknown }

/** `exitCode` is missing where kubectl had no answer in time. */
export interface Trial { readonly exchanges: readonly Exchange[]; readonly said: string; readonly exitCode?: number }

/** A kernel on which lines are tried out, and what kubectl asked there last. */
export interface TrialGround { readonly kernel: Kernel; readonly requests: Map<number, Exchange> }

/** A healthy cluster answers within milliseconds; a real kubectl would wait on, but whoever types wants to know now. */
const PATIENCE_US = 5 * SECOND
const EVENTS_MAX = 40_000

/**
 * What would happen if these lines were typed at the head, one after the other: real requests on a kernel of its own, which stands where
 * the head's does. The head does not move, and nothing of it is recorded. Lines must be ones that store nothing.
 */
export function tryOut(session: Session): (line: string, stdin: string) => Trial {
  const ground = (session.trials ??= createGround(session))
  ground.kernel.restore(kernelOf(session).checkpoint())
  return (line, stdin) => carryOut(ground, line, stdin)
}

function createGround({ rebuild }: Session): TrialGround {
  const requests = new Map<number, Exchange>()
  const observer: Observer = {
    sent({ from, msg }) {
      const { type, id, method, path } = msg as ApiRequest
      if (from === 'kubectl' && type === 'api-request') requests.set(id, { method, path, code: 0, body: undefined })
    },
    delivered({ to, msg }) {
      const { type, id, code, body } = msg as ApiResponse
      const asked = to === 'kubectl' && type === 'api-response' ? requests.get(id) : undefined
      if (asked) requests.set(id, { ...asked, code, body })
    },
  }
  return { kernel: rebuild([observer]), requests }
}

function carryOut({ kernel, requests }: TrialGround, line: string, stdin: string): Trial {
  requests.clear()
  const transcript = () => transcriptOf(kernel.inspect('kubectl') as never)
  const before = transcript().length
  kernel.input({ type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line, stdin, background: true } as never })
  const until = kernel.now + PATIENCE_US
  let ended = false
  for (let count = 0; count < EVENTS_MAX && kernel.nextAt() <= until && !ended; count++) {
    kernel.step()
    ended = transcript().length > before && transcript().slice(before).some(({ entry }) => entry === 'done')
  }
  const printed = transcript().slice(before)
  const done = printed.find((entry) => entry.entry === 'done')
  const said = printed.flatMap((entry) => (entry.entry === 'text' ? [entry.text] : [])).join('')
  return { exchanges: [...requests.values()], said, ...(done?.entry === 'done' ? { exitCode: done.exitCode } : {}) }
}
