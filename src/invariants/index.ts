export { clusterInvariants, type ClusterInvariants } from './cluster.ts'
export { raftInvariants } from './raft.ts'
