import { expect, test } from 'vitest'
import type { ApiObject, Node, Pod } from '../api/index.ts'
import { objectsOf } from '../cluster/index.ts'
import { catchUp, cellsOf, createFleet, fleetObserver, totalsOf, type Fleet } from '../projection/index.ts'
import { settledCluster, type ClusterPlan } from '../cluster/index.ts'
import { below, randomFor, SECOND, type Kernel } from '../kernel/index.ts'
import { planCluster } from '../cluster/index.ts'
import './late-parts.ts'

const SHAPE = { workers: 45, etcd: 3, zones: 3, cpu: '32', memory: '64Gi' }

function running(seed: number): { readonly kernel: Kernel; readonly plan: ClusterPlan; readonly fleet: Fleet } {
  const fleet = createFleet(planCluster(SHAPE))
  let kernel: Kernel | undefined
  const built = settledCluster({ ...SHAPE, seed, workloads: [{ name: 'web', image: 'nginx:1.28', replicas: 300 }], observers: [fleetObserver(fleet, () => kernel)] })
  built.kernel.run(built.kernel.now + 15 * SECOND)
  kernel = built.kernel
  return { ...built, fleet }
}

/** The same numbers, from the objects themselves. */
function fromScratch(kernel: Kernel, plan: ClusterPlan): unknown {
  const fleet = createFleet(plan)
  catchUp(fleet, kernel)
  return { cells: cellsOf(fleet, kernel), totals: totalsOf(fleet, kernel) }
}

const list = <T>(kernel: Kernel, resource: string): readonly T[] => [...(objectsOf(kernel.inspect('apiserver') as never, '', resource) as Iterable<ApiObject>)] as unknown as T[]

/** Something that a visitor may do, drawn by chance. */
function doSomething(kernel: Kernel, plan: ClusterPlan, draw: (bound: number) => number): void {
  const node = plan.nodes[1 + draw(plan.nodes.length - 1)]!.name
  const type = (line: string): void => void kernel.input({ type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line, background: true } as never })
  switch (draw(8)) {
    case 0: return type(`kubectl scale deployment/web --replicas=${200 + draw(300)}`)
    case 1: return type(`kubectl cordon ${node}`)
    case 2: return type(`kubectl uncordon ${node}`)
    case 3: return void kernel.input({ type: 'power-off', host: node })
    case 4: return void kernel.input({ type: 'power-on', host: node })
    case 5: return void kernel.input({ type: 'crash', actor: 'apiserver' })
    case 6: return void kernel.input({ type: 'restart', actor: 'apiserver' })
    default: return type(`kubectl set image deployment/web nginx=nginx:1.2${7 + draw(3)}`)
  }
}

test.each([1, 2, 3, 4])('seed %i: what is counted along equals what is counted from scratch, whatever happens, also after a rewind', (seed) => {
  const { kernel, plan, fleet } = running(seed)
  const random = randomFor(seed, 'visitor')
  const checkpoint = kernel.checkpoint()
  for (let round = 0; round < 14; round++) {
    doSomething(kernel, plan, (bound) => below(random, bound))
    kernel.run(kernel.now + (1 + below(random, 20)) * SECOND)
    if (round === 8) kernel.restore(checkpoint)
    if (round === 8) Object.assign(fleet.tally, { podsUpTo: -1, nodesUpTo: -1 })
    if (!kernel.isUp('apiserver')) continue
    catchUp(fleet, kernel)
    expect({ cells: cellsOf(fleet, kernel), totals: totalsOf(fleet, kernel) }).toEqual(fromScratch(kernel, plan))
  }
})

test('the counts are those of the objects: Pods by node, and what the nodes say of themselves', () => {
  const { kernel, plan, fleet } = running(9)
  kernel.input({ type: 'power-off', host: 'b-0003' })
  kernel.run(kernel.now + 70 * SECOND)
  catchUp(fleet, kernel)
  const cells = cellsOf(fleet, kernel)
  const pods = list<Pod>(kernel, 'pods')
  const column = fleet.tally.column.get('a-0001')!
  expect(cells.pods[column]).toBe(pods.filter(({ spec }) => spec.nodeName === 'a-0001').length)
  expect(totalsOf(fleet, kernel)).toMatchObject({ nodes: 45, nodesReady: 44, nodesUnknown: 1, pods: pods.length, podsDesired: 302 })
  const lost = fleet.tally.column.get('b-0003')!
  expect([cells.state[lost]! & 3, cells.state[lost]! & 16, cells.ready[lost]]).toEqual([3, 16, 0])
  expect(list<Node>(kernel, 'nodes').length).toBe(plan.nodes.length)
  expect(fleet.samples.length).toBeGreaterThan(60)
})
