import { controllersDetail, diskView, electionOf } from '../../cluster/details.ts'
import { apiServerView, memberView, schedulerView } from '../../cluster/index.ts'
import type { WaitsFor } from '../../protocol/index.ts'
import { placeOf } from '../places.ts'
import { state } from '../views.ts'
import { processWaiter, wait, type Asking } from './asking.ts'

const MANAGER = 'kube-controller-manager'
const SCHEDULER = 'kube-scheduler'

/** What keeps every write from being stored: no majority, no leader, a full disk, no API server. */
export function storageWaits(asking: Asking, depth: number): WaitsFor[] {
  const { kernel, plan } = asking
  const waits = stoppedWaits(asking, 'apiserver', depth)
  const members = plan.etcd.filter((name) => kernel.isUp(name) && !isFrozen(asking, name))
  const etcd = processWaiter('etcd', depth)
  const needed = Math.floor(plan.etcd.length / 2) + 1
  if (members.length < needed) return [...waits, wait(asking, etcd, 'quorum', { alive: members.length, members: plan.etcd.length, needed })]
  const views = members.map((name) => ({ name, view: memberView(state(kernel, name)) }))
  const leaders = views.filter(({ view }) => view.role === 'leader')
  if (leaders.length === 0) {
    const standing = views.filter(({ view }) => view.role === 'candidate' || view.role === 'pre-candidate')
    const votes = standing.map(({ name, view }) => wait(asking, processWaiter(name, depth + 1), 'votes', { granted: view.votes.filter(({ granted }) => granted).length, needed, members: plan.etcd.length, term: view.term }))
    const first = views.reduce((least, { view }) => Math.min(least, view.electionDeadlineUs ?? Infinity), Infinity)
    return [...waits, wait(asking, etcd, 'leader', {}, { until: Number.isFinite(first) ? first : undefined }), ...votes]
  }
  for (const { name } of views) {
    const disk = `${name}/disk`
    if (kernel.has(disk) && diskView(state(kernel, disk)).full) waits.push(wait(asking, processWaiter(name, depth), 'disk-full'))
  }
  const server = apiServerView(state(kernel, 'apiserver'))
  if (server.etcdDown && kernel.isUp('apiserver')) waits.push(wait(asking, processWaiter('kube-apiserver', depth), 'etcd-line', { member: server.etcd }))
  return waits
}

/** A process that does not run, or was stopped like by SIGSTOP. */
export function stoppedWaits(asking: Asking, actor: string, depth: number): WaitsFor[] {
  const { kernel } = asking
  const place = processWaiter(actor === 'apiserver' ? 'kube-apiserver' : actor, depth)
  if (!kernel.has(actor) || !kernel.isUp(actor)) return [wait(asking, place, 'process', { process: place.name })]
  return isFrozen(asking, actor) ? [wait(asking, place, 'frozen', { process: place.name })] : []
}

const isFrozen = ({ kernel }: Asking, actor: string): boolean => kernel.actors().some(({ id, paused }) => id === actor && paused)

/** Lines that are cut between two processes or their machines. */
export function cutWaits(asking: Asking, actor: string, host: string, depth: number): WaitsFor[] {
  const ends = [actor, host]
  const cut = asking.kernel.faults().filter(({ down, from, to }) => down === true && (ends.includes(from) || ends.includes(to)))
  return cut.map(({ from, to, since }) => wait(asking, processWaiter(actor, depth), 'cut', { a: placeOf(from), b: placeOf(to) }, { since }))
}

/** The process that should work has to run, hold its lease, and not be paused. */
export function schedulerWaits(asking: Asking, depth: number): WaitsFor[] {
  const stopped = stoppedWaits(asking, SCHEDULER, depth)
  if (stopped.length > 0) return stopped
  const view = schedulerView(state(asking.kernel, SCHEDULER), 0)
  if (view.paused) return [wait(asking, processWaiter(SCHEDULER, depth), 'scheduler-paused')]
  return view.leading ? [] : leaseWaits(asking, SCHEDULER, depth)
}

/** The same for one loop of the controller manager; `key` is what it should work on. */
export function controllerWaits(asking: Asking, controller: string, key: string, depth: number): WaitsFor[] {
  const stopped = stoppedWaits(asking, MANAGER, depth)
  if (stopped.length > 0) return stopped
  const detail = controllersDetail(state(asking.kernel, MANAGER))
  if (!detail.leading) return leaseWaits(asking, MANAGER, depth)
  const own = detail.controllers.find(({ name }) => name === controller)
  const waiter = processWaiter(MANAGER, depth)
  if (!own) return []
  if (own.paused) return [wait(asking, waiter, 'loop-paused', { controller })]
  const later = own.delayed.find((one) => one.key === key)
  if (!later) return []
  return [later.failures > 0 ? wait(asking, waiter, 'retry', { controller, failures: later.failures }, { until: later.dueAt }) : wait(asking, waiter, 'later', { controller }, { until: later.dueAt })]
}

function leaseWaits(asking: Asking, actor: string, depth: number): WaitsFor[] {
  const election = electionOf(state(asking.kernel, actor))
  const waiter = processWaiter(actor, depth)
  if (!election || election.leading) return [wait(asking, waiter, 'caches', { process: actor })]
  return [election.holder === '' ? wait(asking, waiter, 'no-holder', { process: actor }) : wait(asking, waiter, 'lease', { process: actor, holder: election.holder }, { until: election.mayTakeAtUs })]
}
