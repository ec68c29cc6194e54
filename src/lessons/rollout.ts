import type { Hop, Lesson, Match } from './lesson.ts'

const DEPLOYMENT = 'controller-manager/deployment-controller'
const REPLICASET = 'controller-manager/replicaset-controller'

const hop = (id: string, on: Match, more: Partial<Hop> = {}): Hop => ({ id, on, ...more })
const delivered = (match: Omit<Match, 'record'>): Match => ({ record: 'delivered', ...match })
const fact = (name: string, where: Match['where'] = {}, after?: string): Match => ({ record: 'fact', fact: name, where, ...(after ? { after } : {}) })
const decision = (name: string, where: Match['where'] = {}, after?: string): Match => fact('decision', { decision: name, ...where }, after)
const write = (from: string, method: string, resource: string, after?: string): Match => delivered({ from, verb: 'write', method, resource, subresource: '', ...(after ? { after } : {}) })
const heard = (to: string, event: string, resource: string, after?: string): Match => delivered({ to, verb: 'watch', event, resource, ...(after ? { after } : {}) })
const cri = (label: string, after?: string): Match => delivered({ from: 'node/*', verb: 'cri', label, ...(after ? { after } : {}) })

const POD_CREATED = write(REPLICASET, 'POST', 'pods')
const BOUND = delivered({ from: 'scheduler', verb: 'write', method: 'POST', resource: 'pods', subresource: 'binding' })
const KUBELET_HEARS = heard('node/*', 'ADDED', 'pods')
const KUBELET_CALLED = (by: string): Match => delivered({ from: by, to: 'node/*', verb: 'write' })

const STARTS = [
  { option: 'nobody', on: delivered({ from: 'apiserver', to: 'node/*', verb: 'watch' }) },
  { option: 'scheduler', on: KUBELET_CALLED('scheduler') },
  { option: 'apiserver', on: KUBELET_CALLED('apiserver') },
] as const

/** The flagship: create a Deployment, give it a new image, take that back. Captions are bound to what happens, never to a time. */
export const rollout: Lesson = {
  id: 'rollout',
  scenario: 'rollout',
  seed: 7,
  chapters: [
    {
      id: 'A', command: 'kubectl create deployment httpd-app --image=httpd --replicas=2',
      hops: [
        hop('A1', fact('kubectl', { stage: 'built' }), { times: 1 }),
        hop('A2', write('kubectl', 'POST', 'deployments'), { times: 1, params: { label: 'label' } }),
        hop('A3', fact('stage', { stage: 'authn', user: 'kubernetes-admin' }), { times: 1, params: { user: 'fact.user' } }),
        hop('A4', fact('stage', { stage: 'authz', user: 'kubernetes-admin' }), { times: 1 }),
        hop('A5', fact('stage', { stage: 'mutating-admission', resource: 'deployments' }, 'A4')),
        hop('A6', fact('stage', { stage: 'validation', resource: 'deployments' }, 'A5')),
        hop('A7', delivered({ from: 'apiserver', to: 'etcd/*', verb: 'raft', label: 'put deployments/*', after: 'A6' })),
        hop('A8', delivered({ from: 'etcd/*', to: 'etcd/*', verb: 'raft', label: 'append *', after: 'A7' })),
        hop('A9', delivered({ from: 'etcd/*', to: 'etcd/*', verb: 'raft', label: 'append-response*', after: 'A8' })),
        hop('A10', fact('stored', { key: '/registry/deployments/*', verb: 'create' }), { times: 1, params: { revision: 'fact.revision' } }),
        hop('A11', heard('controller-manager', 'ADDED', 'deployments'), { times: 1, params: { event: 'event' } }),
        hop('A12', fact('enqueue', { controller: 'deployment' }, 'A10'), { params: { key: 'fact.key' } }),
        hop('A13', fact('reconcile-begin', { controller: 'deployment' }, 'A12')),
        hop('A14', write(DEPLOYMENT, 'POST', 'replicasets'), { times: 1, params: { hash: 'object.name |last' } }),
        hop('A15', delivered({ from: 'apiserver', to: 'kubectl', verb: 'reply', code: 201 }), { times: 1 }),
        hop('A16', heard('controller-manager', 'ADDED', 'replicasets'), { times: 1 }),
        hop('A17', delivered({ from: DEPLOYMENT, verb: 'write', method: 'PUT', resource: 'deployments', subresource: 'status', after: 'A14' })),
        hop('A18', decision('create-pods', { have: 0 }), { times: 1, params: { want: 'fact.wanted', have: 'fact.have' } }),
        hop('A19', POD_CREATED, { times: 2, pick: 1 }),
        hop('A20', heard('scheduler', 'ADDED', 'pods'), { times: 2 }),
        hop('A21', POD_CREATED, { times: 2, pick: 2 }),
        hop('A22', fact('filtered'), { times: 2, params: { feasible: 'fact.feasible', nodes: 'fact.nodes' } }),
        hop('A23', fact('scored'), { times: 2, params: { node: 'fact.node', score: 'fact.score' } }),
        hop('A24', BOUND, { times: 2, params: { pod: 'object.name |last' } }),
        hop('A25', KUBELET_HEARS, { times: 2 }),
        hop('A26', fact('pod-admitted', { decision: 'admit' }), { times: 2 }),
        hop('A27', cri('RunPodSandbox'), { times: 2 }),
        hop('A28', cri('CNI ADD'), { times: 2 }),
        hop('A29', cri('PullImage'), { times: 2 }),
        hop('A30', cri('StartContainer'), { times: 2 }),
        hop('A31', delivered({ from: 'node/*', verb: 'write', method: 'PATCH', resource: 'pods', subresource: 'status', after: 'A30' })),
        hop('A32', decision('update-status', { controller: 'replicaset', ready: 2 }), { times: 1, params: { wanted: 'fact.wanted', ready: 'fact.ready' } }),
        hop('A33', decision('update-status', { controller: 'deployment', available: 2 }, 'A32')),
        hop('A34', fact('reconcile-end', { controller: 'deployment', outcome: 'done' }, 'A33')),
      ],
      predictions: [
        { id: 'A-pods', before: 'A11', options: ['none', 'one', 'two'], answeredBy: [{ option: 'none', on: heard('controller-manager', 'ADDED', 'deployments') }, { option: 'one', on: POD_CREATED }] },
        { id: 'A-creates', before: 'A14', options: ['pods', 'replicaset', 'container'], answeredBy: [{ option: 'replicaset', on: write(DEPLOYMENT, 'POST', 'replicasets') }, { option: 'pods', on: write(DEPLOYMENT, 'POST', 'pods') }, { option: 'container', on: cri('CreateContainer') }] },
        { id: 'A-starts', before: 'A24', options: ['scheduler', 'apiserver', 'nobody'], answeredBy: STARTS },
        { id: 'A-flannel', before: 'A28', options: ['kubelet', 'runtime', 'apiserver'], answeredBy: [{ option: 'runtime', on: delivered({ from: '*/runtime', label: 'CNI ADD' }) }, { option: 'kubelet', on: delivered({ from: '*/kubelet', label: 'CNI ADD' }) }, { option: 'apiserver', on: delivered({ from: 'apiserver', label: 'CNI ADD' }) }] },
        { id: 'A-rules', before: 'A34', options: ['none', 'two'], answeredBy: [{ option: 'none', on: fact('reconcile-end', { controller: 'deployment', outcome: 'done' }) }, { option: 'two', on: fact('rules-written') }] },
      ],
    },
    {
      id: 'B', command: 'kubectl set image deployment/httpd-app httpd=httpd:2.4',
      hops: [
        hop('B1', delivered({ from: 'kubectl', verb: 'read', method: 'GET', resource: 'deployments' }), { times: 1 }),
        hop('B2', write('kubectl', 'PATCH', 'deployments'), { times: 1 }),
        hop('B3', fact('stored', { key: '/registry/deployments/*' }, 'B2'), { params: { revision: 'fact.revision' } }),
        hop('B4', heard('controller-manager', 'MODIFIED', 'deployments', 'B2'), { params: { event: 'event' } }),
        hop('B5', decision('create-replicaset'), { times: 1 }),
        hop('B6', write(DEPLOYMENT, 'POST', 'replicasets'), { times: 1, params: { hash: 'object.name |last' } }),
        hop('B7', delivered({ from: 'apiserver', to: 'kubectl', verb: 'reply', after: 'B2' })),
        hop('B8', POD_CREATED, { times: 2, pick: 1 }),
        hop('B9', fact('stored', { key: '/registry/pods/default/*', verb: 'create' }, 'B8'), { params: { revision: 'fact.revision' } }),
        hop('B10', heard('scheduler', 'ADDED', 'pods'), { times: 2 }),
        hop('B11', BOUND, { times: 2 }),
        hop('B12', fact('stored', { key: '/registry/pods/default/*', verb: 'update' }, 'B11')),
        hop('B13', KUBELET_HEARS, { times: 2 }),
        hop('B14', cri('RunPodSandbox'), { times: 2 }),
        hop('B15', fact('address-given'), { times: 2, params: { ip: 'fact.ip' } }),
        hop('B16', fact('image-pulled'), { times: 2, params: { seconds: 'fact.pullUs /1000000' } }),
        hop('B17', cri('StartContainer', 'B16')),
        hop('B18', fact('pod-stage', { stage: 'ready' }), { times: 2, pick: 1 }),
        hop('B19', decision('scale-down-old', { have: 2, wanted: 1 }), { times: 1 }),
        hop('B20', write(DEPLOYMENT, 'PUT', 'replicasets', 'B19')),
        hop('B21', write(REPLICASET, 'DELETE', 'pods'), { times: 2, params: { pod: 'object.name |last' } }),
        hop('B22', heard('node/*', 'MODIFIED', 'pods', 'B21')),
        hop('B23', cri('StopContainer'), { times: 2 }),
        hop('B24', decision('scale-up-new', { have: 1, wanted: 2 }, 'B20')),
        hop('B25', fact('pod-stage', { stage: 'gone' }), { times: 2 }),
        hop('B26', fact('pod-stage', { stage: 'ready' }), { times: 2, pick: 2 }),
        hop('B27', decision('scale-down-old', { have: 1, wanted: 0 }), { times: 1 }),
        hop('B28', decision('update-status', { controller: 'deployment', progressing: 'NewReplicaSetAvailable', updated: 2 }, 'B27')),
      ],
      predictions: [
        { id: 'B-first', before: 'B6', options: ['new', 'old'], answeredBy: [{ option: 'new', on: write(DEPLOYMENT, 'POST', 'replicasets') }, { option: 'old', on: write(DEPLOYMENT, 'PUT', 'replicasets') }] },
        { id: 'B-tells', before: 'B13', options: ['scheduler', 'apiserver', 'nobody'], answeredBy: STARTS },
        { id: 'B-serve', before: 'B19', options: ['two', 'three'], answeredBy: [{ option: 'three', on: decision('scale-down-old', { available: 3 }) }, { option: 'two', on: decision('scale-down-old', { available: 2 }) }] },
        { id: 'B-deletes', before: 'B21', options: ['deployment', 'replicaset', 'kubelet'], answeredBy: [{ option: 'replicaset', on: write(REPLICASET, 'DELETE', 'pods') }, { option: 'deployment', on: write(DEPLOYMENT, 'DELETE', 'pods') }, { option: 'kubelet', on: write('node/*', 'DELETE', 'pods') }] },
        { id: 'B-empty', before: 'B28', options: ['kept', 'deleted'], answeredBy: [{ option: 'kept', on: decision('update-status', { controller: 'deployment', progressing: 'NewReplicaSetAvailable', updated: 2 }) }, { option: 'deleted', on: write(DEPLOYMENT, 'DELETE', 'replicasets') }] },
      ],
    },
    {
      id: 'C', command: 'kubectl rollout undo deployment/httpd-app',
      hops: [
        hop('C1', delivered({ from: 'kubectl', verb: 'read', method: 'GET', resource: 'replicasets' }), { times: 1 }),
        hop('C2', fact('kubectl', { stage: 'history' }), { times: 1 }),
        hop('C3', write('kubectl', 'PATCH', 'deployments'), { times: 1 }),
        hop('C4', fact('stored', { key: '/registry/deployments/*' }, 'C3'), { params: { revision: 'fact.revision' } }),
        hop('C5', heard('controller-manager', 'MODIFIED', 'deployments', 'C3'), { params: { event: 'event' } }),
        hop('C6', decision('reuse-replicaset', {}, 'C3'), { params: { hash: 'fact.replicaSet |last' } }),
        hop('C7', delivered({ from: 'apiserver', to: 'kubectl', verb: 'reply', after: 'C3' })),
        hop('C8', decision('scale-up-new', { have: 0, wanted: 1 }, 'C6'), { params: { hash: 'fact.replicaSet |last' } }),
        hop('C9', POD_CREATED, { times: 2, pick: 1 }),
        hop('C10', BOUND, { times: 2 }),
        hop('C11', cri('PullImage'), { times: 2 }),
        hop('C12', fact('pod-stage', { stage: 'ready' }), { times: 2, pick: 1 }),
        hop('C13', decision('scale-down-old', { have: 2, wanted: 1 }), { times: 1 }),
        hop('C14', write(REPLICASET, 'DELETE', 'pods'), { times: 2 }),
        hop('C15', fact('pod-stage', { stage: 'gone' }), { times: 2 }),
        hop('C16', fact('pod-stage', { stage: 'ready' }), { times: 2, pick: 2 }),
        hop('C17', decision('scale-down-old', { have: 1, wanted: 0 }), { times: 1 }),
        hop('C18', decision('update-status', { controller: 'deployment', progressing: 'NewReplicaSetAvailable', updated: 2 }, 'C17')),
        hop('C19', fact('reconcile-end', { controller: 'deployment', outcome: 'done' }, 'C18')),
      ],
      predictions: [
        { id: 'C-revision', before: 'C4', options: ['no', 'yes'], answeredBy: [{ option: 'no', on: fact('stored', { key: '/registry/deployments/*' }) }] },
        { id: 'C-third', before: 'C6', options: ['no', 'yes'], answeredBy: [{ option: 'no', on: decision('reuse-replicaset') }, { option: 'yes', on: write(DEPLOYMENT, 'POST', 'replicasets') }] },
        { id: 'C-history', before: 'C18', options: ['one-two', 'two-three', 'one-two-three'], answeredBy: [{ option: 'two-three', on: decision('update-status', { controller: 'deployment', progressing: 'NewReplicaSetAvailable', updated: 2 }) }] },
      ],
    },
  ],
  invitation: { after: 'A', namespace: 'default', selector: 'app=httpd-app' },
  goals: [
    { id: 'ready', condition: { is: 'pods-ready', namespace: 'default', selector: 'app=httpd-app', count: 2 } },
    { id: 'never', condition: { is: 'never-fewer-ready', namespace: 'default', selector: 'app=httpd-app', count: 2, since: { chapter: 'B' } } },
    { id: 'two-replicasets', condition: { is: 'replicasets', namespace: 'default', selector: 'app=httpd-app', count: 2, after: 'C19' } },
  ],
}
