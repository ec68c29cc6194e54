import { clusterRoleAggregationReconciler } from './cluster-role-aggregation.ts'
import { deploymentReconciler } from './deployment/deployment.ts'
import { endpointSliceReconciler } from './endpointslice/endpointslice.ts'
import { garbageCollectorReconciler } from './garbage-collector/garbage-collector.ts'
import { namespaceReconciler } from './namespace/namespace.ts'
import { nodeIpamReconciler, type NodeIpamConfig } from './node-ipam.ts'
import { nodeLifecycleReconciler } from './node-lifecycle/node-lifecycle.ts'
import { podGcReconciler } from './pod-gc.ts'
import type { Reconciler } from './reconciler.ts'
import { replicaSetReconciler } from './replicaset/replicaset.ts'
import { rootCaPublisherReconciler } from './root-ca-publisher.ts'
import { serviceAccountReconciler } from './service-account.ts'
import { taintEvictionReconciler } from './taint-eviction.ts'

export interface StandardControllersConfig extends Partial<NodeIpamConfig> {
  /** PEM text of the cluster's authority, for the ConfigMap kube-root-ca.crt. */
  readonly rootCertificate: string
}

/** The controllers that this cluster runs, in the order in which they start. */
export const standardControllers = ({ rootCertificate, clusterCidr = '10.244.0.0/16', nodeMaskSize = 24 }: StandardControllersConfig): readonly Reconciler[] => [
  serviceAccountReconciler,
  rootCaPublisherReconciler(rootCertificate),
  nodeIpamReconciler({ clusterCidr, nodeMaskSize }),
  nodeLifecycleReconciler,
  taintEvictionReconciler,
  deploymentReconciler,
  replicaSetReconciler,
  endpointSliceReconciler,
  namespaceReconciler,
  garbageCollectorReconciler,
  podGcReconciler,
  clusterRoleAggregationReconciler,
]
