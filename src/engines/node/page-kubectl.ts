import { transcriptOf } from '../../cluster/index.ts'
import { kernelOf } from '../session/session.ts'
import type { Ran } from './kubectls.ts'
import type { Live } from './live.ts'

/** Types a line into the page's terminal of a living cluster, and waits until it is done. For tests. */
export async function typeInPage(live: Live, line: string, files: Readonly<Record<string, string>>): Promise<Ran> {
  const state = kernelOf(live.session).inspect('kubectl') as Parameters<typeof transcriptOf>[0]
  const from = transcriptOf(state).length
  const page = live.view(() => undefined, () => true)
  page.hear({ type: 'command', command: { do: 'kubectl', line, files } })
  page.leave()
  for (let tries = 0; tries < LIMIT_MS / LOOK_MS; tries++) {
    const entries = transcriptOf(state).slice(from)
    const done = entries.find((one) => one.entry === 'done')
    if (done?.entry === 'done') return { stdout: said('stdout'), stderr: said('stderr'), exitCode: done.exitCode }
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS) })
  }
  return { stdout: said('stdout'), stderr: `${said('stderr')}(still running after ${LIMIT_MS} ms)\n`, exitCode: -1 }

  function said(stream: string): string {
    return transcriptOf(state).slice(from).map((one) => (one.entry === 'text' && one.stream === stream ? one.text : '')).join('')
  }
}

const LIMIT_MS = 20_000
const LOOK_MS = 5
