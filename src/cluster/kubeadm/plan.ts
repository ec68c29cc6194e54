/** What a scenario asks for. */
export interface ClusterShape {
  readonly workers: number
  /** Members of etcd: 1, 3 or 5. All of them stand on the one control-plane node; kubeadm would put one on each control-plane machine. */
  readonly etcd: number
  /** Fleets (more than 40 workers unless told) leave out what only a close look can see: static Pods, Kubernetes Events of kubelets, field owners of updates, client rate limits. */
  readonly fleet?: boolean
  readonly cpu?: string
  readonly memory?: string
  /** Workers stand in this many zones, the first ones in zone-a; without it nodes have no zone. */
  readonly zones?: number
}

export interface PlannedNode {
  readonly name: string
  readonly hostIP: string
  readonly controlPlane: boolean
  /** topology.kubernetes.io/zone; '' where there are none. */
  readonly zone: string
}

/** Who stands where. Node names are host names. */
export interface ClusterPlan {
  readonly fleet: boolean
  readonly etcd: readonly string[]
  readonly nodes: readonly PlannedNode[]
  readonly cpu: string
  readonly memory: string
  /** The range that every node's pod addresses are cut from. */
  readonly podCidr: string
}

export const CONTROL_PLANE = 'cp-1'
export const SERVICE_CIDR = '10.96.0.0/12'
export const CLUSTER_DNS = '10.96.0.10'
const FLEET_WORKERS = 40

export function planCluster({ workers, etcd, fleet = workers > FLEET_WORKERS, cpu = '2', memory = '4Gi', zones = 0 }: ClusterShape): ClusterPlan {
  const zoneOf = (index: number): number => (zones === 0 ? -1 : Math.floor((index * zones) / workers))
  const nodes: PlannedNode[] = [{ name: CONTROL_PLANE, hostIP: '192.168.0.10', controlPlane: true, zone: zones === 0 ? '' : 'zone-a' }]
  for (let index = 0, first = 0; index < workers; index++) {
    const zone = zoneOf(index)
    if (zone !== zoneOf(index - 1)) first = index
    const name = zone < 0 ? workerName(index, workers) : `${letter(zone)}-${String(index - first + 1).padStart(4, '0')}`
    nodes.push({ name, hostIP: hostIP(index + 11), controlPlane: false, zone: zone < 0 ? '' : `zone-${letter(zone)}` })
  }
  return { fleet, etcd: Array.from({ length: etcd }, (_, index) => `etcd-${index}`), nodes, cpu, memory, podCidr: podCidr(nodes.length) }
}

/** A /16 holds 256 nodes with a /24 each; larger fleets take the shared address space of carriers, which has room for 16,384. */
const podCidr = (nodes: number): string => (nodes <= 250 ? '10.244.0.0/16' : '100.64.0.0/10')

function workerName(index: number, workers: number): string {
  if (workers <= 26) return `node-${letter(index)}`
  return `node-${String(index + 1).padStart(String(workers).length, '0')}`
}

const letter = (index: number): string => String.fromCharCode(97 + index)
const hostIP = (number: number): string => `192.168.${number >> 8}.${number & 255}`
