/** What this API server does otherwise than upstream's. */
export const FIDELITY: readonly string[] = [
  'Admission plugins without kinds to act on are left out: LimitRanger, ResourceQuota, PodSecurity, storage, certificates, webhooks and admission policies.',
  'No PodDisruptionBudgets are served, so evictions are never refused by one.',
  'Requests are limited to 400 reads and 200 writes under way; priority levels and fair queues are not modelled.',
  'Service account tokens are real JWTs with the real claims, but signed with HMAC-SHA-256 instead of RSA.',
  'The watch cache keeps at most 10,240 recent changes of a resource; upstream keeps up to 102,400.',
  'Patches by the cluster’s own components (those with certificates) are not decoded again after they were applied.',
  'Aggregated cluster roles are created with the union that the aggregation controller would write.',
  'Exec, attach, port-forward and proxy are not served; audit logs and metrics are not kept.',
  'Impersonation needs the plain verb impersonate; the constrained forms of v1.36 (impersonate:user-info and its like) are not modelled.',
]
