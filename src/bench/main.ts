import { performance } from 'node:perf_hooks'
import { podReady, type Pod } from '../api/index.ts'
import { schedulerBench } from '../cluster/scheduler/scheduler.bench.ts'
import { createKernel, SECOND, type Component, type Message } from '../kernel/index.ts'
import { annalsOf } from '../engines/session/session.ts'
import { deployment, testCluster, type TestCluster } from '../testing/cluster.ts'
import { kernelOf, testPage } from '../testing/session.ts'

// Figures of this machine. Read the ratios: what one run measures against itself.

function row(what: string, figure: string, note = ''): void {
  console.log(`${what.padEnd(58)} ${figure.padStart(16)}  ${note}`)
}
const ms = (from: number): number => performance.now() - from
const sizes = (process.argv[2] ?? '100,1000,10000').split(',').map(Number)

kernelFigures()
pageFigures()
const costs = sizes.map(rollOut)
costs.forEach((cost, index) => row(`cost per Pod, ${sizes[index]} replicas`, `${(cost / costs[0]!).toFixed(2)} x`, `of the cost at ${sizes[0]}: ${(cost * 1000).toFixed(0)} µs against ${(costs[0]! * 1000).toFixed(0)} µs`))
const scheduling = schedulerBench(() => performance.now())
row('scheduler, decisions', JSON.stringify(scheduling).slice(0, 200))

/** 5,000 actors that pass messages around. */
function kernelFigures(): void {
  const actors = 5000
  const kernel = createKernel({ seed: 1 })
  interface Tick extends Message { readonly type: 'tick' }
  const component: Component<{ count: number }, Tick> = {
    kind: 'bench', init: () => ({ count: 0 }),
    start: (_, cx) => { cx.after(cx.below(SECOND), { type: 'tick' }) },
    step(state, _event, cx) {
      state.count++
      cx.send(`a${cx.below(actors)}`, { type: 'tick' } as Message)
    },
  }
  for (let i = 0; i < actors; i++) kernel.spawn(`a${i}`, `h${i % 500}`, component)
  kernel.run(SECOND, 200_000)
  const start = performance.now()
  const handled = kernel.run(Infinity, 1_000_000)
  row('kernel, 5,000 actors', `${Math.round(handled / ms(start))} events/ms`)
}

function rollOut(replicas: number): number {
  const workers = Math.max(3, Math.ceil(replicas / 30))
  const start = performance.now()
  const cluster = testCluster({ seed: 1, workers, etcd: 3, fleet: true, cpu: '32', memory: '64Gi' })
  const booted = ms(start)
  const messages = cluster.kernel.handled
  const begun = performance.now()
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', replicas))
  const met = cluster.runUntil(everySecond(cluster, () => readyPods(cluster) >= replicas), 3600 * SECOND)
  const took = ms(begun)
  const heap = process.memoryUsage().heapUsed / 1e6
  row(`${replicas} Pods on ${workers} nodes, apply to Ready`, `${(took / 1000).toFixed(1)} s`, `${met ? '' : 'NOT ALL READY, '}boot ${(booted / 1000).toFixed(1)} s, ${((cluster.kernel.handled - messages) / replicas).toFixed(1)} events a Pod, heap ${heap.toFixed(0)} MB`)
  return took / replicas
}

function readyPods(cluster: TestCluster): number {
  const [status] = cluster.list<{ readonly status?: { readonly readyReplicas?: number } }>('apps', 'deployments').filter((one) => (one as unknown as Pod).metadata.name === 'web')
  return status?.status?.readyReplicas ?? cluster.pods().filter(podReady).length
}

function everySecond(cluster: TestCluster, look: () => boolean): () => boolean {
  let next = cluster.kernel.now
  return () => {
    if (cluster.kernel.now < next) return false
    next = cluster.kernel.now + SECOND
    return look()
  }
}

/** Opening, playing and seeking as the page's worker does. */
function pageFigures(): void {
  const opened = performance.now()
  const page = testPage('rollout', 7)
  row('page, from nothing to a warm cluster', `${ms(opened).toFixed(0)} ms`)
  page.command({ do: 'pace', pace: 'story', speed: 1000 })
  for (const line of ['kubectl create deployment httpd-app --image=httpd --replicas=2', 'kubectl set image deployment/httpd-app httpd=httpd:2.4', 'kubectl rollout undo deployment/httpd-app']) {
    page.command({ do: 'kubectl', line })
    page.untilRest()
  }
  page.command({ do: 'run-until', until: { is: 'revision', atLeast: 1_000_000 }, limitUs: 600 * SECOND })
  page.untilRest()
  const { notables } = annalsOf(page.session)
  const times: number[] = []
  const end = kernelOf(page.session).handled
  for (let i = 0; i < 40; i++) {
    const start = performance.now()
    page.command({ do: 'seek', to: { at: Math.floor((i * 7919) % 600) * SECOND } })
    times.push(ms(start))
  }
  times.sort((a, b) => a - b)
  row('page, seek anywhere in 10 minutes: median, worst', `${times[20]!.toFixed(1)}, ${times.at(-1)!.toFixed(1)} ms`, `${end} events, ${notables.length} drawn messages`)
  const chain = performance.now()
  page.ask({ ask: 'why', event: notables.at(-1)?.event ?? 0 })
  row('page, why-chain', `${ms(chain).toFixed(1)} ms`)
}
