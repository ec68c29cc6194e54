/** Where this scheduler is simpler than kube-scheduler v1.36. */
export const FIDELITY: readonly string[] = [
  'Plugins for volumes, dynamic resources, pod groups, declared node features and extenders are absent; there is one profile, default-scheduler.',
  'Nodes are filtered one after another, so that a sampled search ends at the same nodes every time; the real one filters on 16 threads and may end at others.',
  'A scheduling cycle takes 200 to 400 microseconds of virtual time whatever the size of the cluster, and sees the cluster as it is when the cycle ends.',
  'Requests are those of the spec: resizes in place that are still being granted are not counted with the larger of both values.',
  'Results are not reused for identical pods that follow each other (OpportunisticBatching); each pod is decided anew.',
  'A scheduler that loses its lease starts again after one second; the real process exits, and its kubelet restarts it with a back-off.',
  'PodDisruptionBudgets, StatefulSets and ReplicationControllers are taken into account only where the API server serves them.',
]
