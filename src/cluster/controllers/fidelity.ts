/** Where the controllers and their client are simpler than the real ones. */
export const FIDELITY: readonly string[] = [
  'Informers list and then watch; client-go 1.36 would stream the list through the watch itself.',
  'The ReplicaSet controller has expectations but not the newer check that its cache has seen its own status writes.',
  'One patch exchanges the taints of a node where the real node controller sends two.',
  'Endpoint slices are made for IPv4 only, without topology hints, and their last-change-trigger-time is the time of the write.',
  'The garbage collector asks the server about an unknown owner once for each dependent; the real one asks once for the owner.',
  'StatefulSet, DaemonSet, Job, CronJob, HorizontalPodAutoscaler, PodDisruptionBudget, ResourceQuota, volume and certificate controllers do not run.',
]
