/** What this API server does otherwise than upstream's. */
export const FIDELITY: readonly string[] = [
  'Admission plugins without kinds to act on are left out: LimitRanger, ResourceQuota, PodSecurity, storage, certificates, webhooks and admission policies.',
  'No PodDisruptionBudgets are served, so evictions are never refused by one.',
  'Requests cost fixed amounts of processor time (a list more for each object) on the 4 processors of the control plane, 32 in fleets, first come first served; what a watch costs after its begin is not counted.',
  'The objects of API Priority and Fairness are repaired at the start of the API server only, upstream’s once a minute, and their status is written by update instead of apply; how large an object is on average is a running mean of what was heard of.',
  'A request that is refused with 429 is answered with a Status; upstream sends plain text, of which clients make one.',
  'Service account tokens are real JWTs with the real claims, but signed with HMAC-SHA-256 instead of RSA.',
  'The watch cache keeps at most 10,240 recent changes of a resource; upstream keeps up to 102,400.',
  'Patches by the cluster’s own components (those with certificates) are not decoded again after they were applied.',
  'Aggregated cluster roles are created with the union that the aggregation controller would write.',
  'Exec, attach, port-forward and proxy are not served; audit logs and metrics are not kept.',
  'Impersonation needs the plain verb impersonate; the constrained forms of v1.36 (impersonate:user-info and its like) are not modelled.',
]
