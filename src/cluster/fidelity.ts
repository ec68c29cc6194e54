import { apiFidelity } from '../api/index.ts'
import { FIDELITY as API_SERVER } from './apiserver/fidelity.ts'
import { FIDELITY as CONTROLLERS } from './controllers/fidelity.ts'
import { FIDELITY as ETCD } from './etcd/fidelity.ts'
import { FIDELITY as NODES } from './kubelet/fidelity.ts'
import { FIDELITY as SCHEDULER } from './scheduler/fidelity.ts'

/** What is simplified in this cluster, a sentence each, shown at the foot of the inspector. */
export const fidelity = (): readonly string[] => [...apiFidelity(), ...API_SERVER, ...ETCD, ...CONTROLLERS, ...SCHEDULER, ...NODES]

const about = (part: string): readonly string[] => NODES.filter((sentence) => sentence.startsWith(`${part}: `))

/** The same of one part, for the foot of its inside: a component by its place, or 'kubelet', 'runtime', 'network', 'dns'. */
export function fidelityOf(part: string): readonly string[] {
  switch (part) {
    case 'apiserver': return [...API_SERVER, ...apiFidelity()]
    case 'etcd': return ETCD
    case 'controller-manager': return CONTROLLERS
    case 'scheduler': return SCHEDULER
    default: return about(part)
  }
}
