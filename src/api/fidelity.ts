/** What the values of the API say less exactly than Kubernetes does. */
export const apiFidelity = (): readonly string[] => [
  'The API serves the kinds that this cluster simulates: no jobs, no stateful sets, no daemon sets, no volumes claims, no custom resources.',
  'Repeated fields in a JSON body are not noticed, because the body is read before the API server sees it.',
  'Volumes of rare kinds, Windows options, seccomp, AppArmor, resource claims and DNS settings are stored as written and not validated.',
  'When a pod update is refused, the difference is shown in the names of the API and as one piece.',
  'Selectors and node affinity of a gated pod may change freely, where Kubernetes only lets them become narrower.',
  'Of the rules of a flow schema only verbs, kinds of subjects and what must not be missing are validated.',
  'API discovery leaves out the hashes of storage versions.',
  'Field documentation is upstream’s, except for fields that are structures of their own: those have short words of this project, or none where hardly anybody looks.',
]
