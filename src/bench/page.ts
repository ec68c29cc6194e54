import { performance } from 'node:perf_hooks'
import '../testing/late-parts.ts'
import { annalsOf } from '../engines/session/session.ts'
import { SECOND } from '../kernel/index.ts'
import { kernelOf, testPage } from '../testing/session.ts'
import { against, ms, quantile, row } from './print.ts'

const STORY = ['kubectl create deployment httpd-app --image=httpd --replicas=2', 'kubectl set image deployment/httpd-app httpd=httpd:2.4', 'kubectl rollout undo deployment/httpd-app']

/** Opening, playing and seeking as the page's worker does. */
export function pageFigures(): void {
  const opened = performance.now()
  const page = testPage('rollout', 7)
  row('page, from nothing to a warm cluster', `${ms(opened).toFixed(0)} ms`)
  page.command({ do: 'pace', pace: 'story', speed: 1000 })
  for (const line of STORY) {
    page.command({ do: 'kubectl', line })
    page.untilRest()
  }
  page.command({ do: 'run-until', until: { is: 'revision', atLeast: 1_000_000 }, limitUs: 600 * SECOND })
  page.untilRest()
  const { notables } = annalsOf(page.session)
  const end = kernelOf(page.session).handled
  const times = Array.from({ length: 40 }, (_, i) => timed(() => { page.command({ do: 'seek', to: { at: Math.floor((i * 7919) % 600) * SECOND } }) }))
  const [median, worst] = [quantile(times, 0.5), Math.max(...times)]
  row('page, seek anywhere in 10 minutes: median, worst', `${median.toFixed(1)}, ${worst.toFixed(1)} ms`, `${against(worst, 80, 'ms')}; ${end} events, ${notables.length} drawn messages`)
  const looks = Array.from({ length: 40 }, (_, i) => timed(() => { page.ask({ ask: 'moment', at: Math.floor((i * 7919) % 600) * SECOND }) }))
  row('page, the stage at another moment (thumbnail): median, worst', `${quantile(looks, 0.5).toFixed(1)}, ${Math.max(...looks).toFixed(1)} ms`, against(quantile(looks, 0.5), 33, 'ms'))
  page.command({ do: 'seek', to: { at: 20 * SECOND } })
  page.command({ do: 'poke', poke: { poke: 'stop-kubelet', node: 'node-b' } })
  page.command({ do: 'run-until', until: { is: 'revision', atLeast: 1_000_000 }, limitUs: 300 * SECOND })
  page.untilRest()
  const compares = Array.from({ length: 20 }, (_, i) => timed(() => { page.ask({ ask: 'compare', branches: [0, 1], at: (20 + ((i * 7919) % 280)) * SECOND }) }))
  row('page, two branches compared: median, worst', `${quantile(compares, 0.5).toFixed(1)}, ${Math.max(...compares).toFixed(1)} ms`, against(Math.max(...compares), 150, 'ms'))
  const chain = timed(() => { page.ask({ ask: 'why', event: notables.at(-1)?.event ?? 0 }) })
  row('page, why-chain', `${chain.toFixed(1)} ms`, against(chain, 30, 'ms'))
}

function timed(act: () => void): number {
  const start = performance.now()
  act()
  return ms(start)
}
