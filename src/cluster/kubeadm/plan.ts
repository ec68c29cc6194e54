/** What a scenario asks for. */
export interface ClusterShape {
  readonly workers: number
  /** Members of etcd: 1, 3 or 5. All of them stand on the one control-plane node; kubeadm would put one on each control-plane machine. */
  readonly etcd: number
  /** Fleets (more than 40 workers unless told) leave out what only a close look can see: static Pods, Kubernetes Events of kubelets, field owners of updates, client rate limits. */
  readonly fleet?: boolean
  readonly cpu?: string
  readonly memory?: string
}

export interface PlannedNode {
  readonly name: string
  readonly hostIP: string
  readonly controlPlane: boolean
}

/** Who stands where. Node names are host names. */
export interface ClusterPlan {
  readonly fleet: boolean
  readonly etcd: readonly string[]
  readonly nodes: readonly PlannedNode[]
  readonly cpu: string
  readonly memory: string
}

export const CONTROL_PLANE = 'cp-1'
export const SERVICE_CIDR = '10.96.0.0/12'
export const CLUSTER_DNS = '10.96.0.10'
const FLEET_WORKERS = 40

export function planCluster({ workers, etcd, fleet = workers > FLEET_WORKERS, cpu = '2', memory = '4Gi' }: ClusterShape): ClusterPlan {
  const nodes: PlannedNode[] = [{ name: CONTROL_PLANE, hostIP: '192.168.0.10', controlPlane: true }]
  for (let index = 0; index < workers; index++) nodes.push({ name: workerName(index, workers), hostIP: hostIP(index + 11), controlPlane: false })
  return { fleet, etcd: Array.from({ length: etcd }, (_, index) => `etcd-${index}`), nodes, cpu, memory }
}

function workerName(index: number, workers: number): string {
  if (workers <= 26) return `node-${String.fromCharCode(97 + index)}`
  return `node-${String(index + 1).padStart(String(workers).length, '0')}`
}

const hostIP = (number: number): string => `192.168.${number >> 8}.${number & 255}`
