import type { Poke } from '../protocol/index.ts'
import { FIRST_SCENARIO, SMALL, type Offer, type Scenario, type ScenarioLine } from './scenario.ts'

const run = (line: string, files?: ScenarioLine['files']): Offer => ({ offer: 'run', line, ...(files ? { files } : {}) })
const poke = (one: Poke): Offer => ({ offer: 'poke', poke: one })
const web = (replicas: number, image = 'nginx:1.28'): readonly ScenarioLine[] => [{ line: `kubectl create deployment web --image=${image} --replicas=${replicas}` }]

const deployment = (name: string, replicas: number, container: string, more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
${more}      containers:
${container}`

const WORKER = `      - name: worker
        image: busybox:1.37
        command: [sh, -c, "echo starting; sleep 2; echo cannot find the queue; exit 1"]
`
const SLOW_START = `      - name: shop
        image: glass/app:v1
        args: [--ready-after=8s]
        readinessProbe:
          httpGet:
            path: /ready
            port: 8080
          periodSeconds: 2
`
const HUNGRY = `      - name: batch
        image: busybox:1.37
        command: [sleep, "3600"]
        resources:
          requests:
            cpu: 900m
`
const LEAKY = `      - name: cart
        image: glass/app:v1
        args: [--leak=8Mi]
`
const BOUNDED = `${LEAKY}        resources:
          limits:
            memory: 128Mi
`
const PRIORITIES = `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: urgent
value: 1000000
`
const URGENT = `apiVersion: v1
kind: Pod
metadata:
  name: urgent
spec:
  priorityClassName: urgent
  containers:
${HUNGRY.replaceAll(/^ {4}/gm, '').replace('batch', 'urgent')}`
// Without the affinity the control plane, too, would count as an empty host, for ever.
const SPREAD = `      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - key: node-role.kubernetes.io/control-plane
                    operator: DoesNotExist
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: DoNotSchedule
        labelSelector:
          matchLabels:
            app: web
`
const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: team-a
  finalizers: [example.com/backup]
data:
  mode: careful
`

export const SCENARIOS: readonly Scenario[] = [
  FIRST_SCENARIO,
  { id: 'sandbox', theme: 'loops', shape: SMALL, offers: [run('kubectl get all -A'), run('kubectl create deployment web --image=nginx --replicas=3')] },
  {
    id: 'bad-image', theme: 'rollouts', shape: SMALL, prelude: web(3),
    offers: [run('kubectl set image deployment/web nginx=nginx:1.99'), run('kubectl get pods'), run('kubectl rollout undo deployment/web')],
  },
  { id: 'scale-storm', theme: 'loops', shape: { ...SMALL, cpu: '8', memory: '16Gi' }, prelude: web(2), offers: [run('kubectl scale deployment/web --replicas=24'), run('kubectl scale deployment/web --replicas=2')] },
  {
    id: 'self-healing', theme: 'loops', shape: SMALL, prelude: web(3),
    offers: [run('kubectl delete pods -l app=web --wait=false'), poke({ poke: 'pause-controller', controller: 'replicaset' }), run('kubectl get pods')],
  },
  {
    id: 'expectations', theme: 'loops', shape: { ...SMALL, cpu: '8', memory: '16Gi' },
    offers: [
      poke({ poke: 'lag-watch', process: 'controller-manager/replicaset', milliseconds: 3000 }), run('kubectl create deployment web --image=nginx --replicas=3'), poke({ poke: 'expectations-off', controller: 'replicaset' }),
      run('kubectl scale deployment/web --replicas=5'), run('kubectl get pods'),
    ],
  },
  {
    id: 'quarantine', theme: 'loops', shape: SMALL, prelude: [...web(3), { line: 'kubectl expose deployment web --port=80' }],
    offers: [run('kubectl get endpointslices'), run('kubectl label pods -l app=web app=suspect --overwrite'), run('kubectl get pods --show-labels')],
  },
  { id: 'orphans', theme: 'loops', shape: SMALL, prelude: web(3), offers: [run('kubectl delete deployment web --cascade=orphan'), run('kubectl get replicasets,pods'), run('kubectl delete replicasets -l app=web --cascade=foreground')] },
  {
    id: 'stuck-namespace', theme: 'loops', shape: SMALL, prelude: [{ line: 'kubectl create namespace team-a' }, { line: 'kubectl apply -f settings.yaml', files: { 'settings.yaml': SETTINGS } }],
    offers: [run('kubectl delete namespace team-a --wait=false'), run('kubectl get namespace team-a -o yaml'), run(`kubectl patch configmap settings -n team-a --type=merge -p '{"metadata":{"finalizers":null}}'`)],
  },
  { id: 'node-loss', theme: 'nodes', shape: SMALL, prelude: web(6), offers: [poke({ poke: 'power-off', node: 'node-b' }), run('kubectl get nodes'), run('kubectl get pods -o wide')] },
  { id: 'kubelet-silent', theme: 'nodes', shape: SMALL, prelude: web(3), offers: [poke({ poke: 'stop-kubelet', node: 'node-a' }), run('kubectl describe node node-a')] },
  { id: 'drain', theme: 'nodes', shape: SMALL, prelude: web(6), offers: [run('kubectl drain node-a --ignore-daemonsets'), run('kubectl uncordon node-a'), run('kubectl rollout restart deployment/web')] },
  { id: 'taints', theme: 'scheduling', shape: SMALL, prelude: web(6), offers: [run('kubectl taint nodes node-b repair=true:NoExecute'), run('kubectl scale deployment/web --replicas=9'), run('kubectl taint nodes node-b repair-')] },
  {
    id: 'no-room', theme: 'scheduling', shape: SMALL,
    offers: [run('kubectl apply -f batch.yaml', { 'batch.yaml': deployment('batch', 9, HUNGRY) }), run('kubectl describe pods -l app=batch'), run('kubectl scale deployment/batch --replicas=3')],
  },
  {
    id: 'preemption', theme: 'scheduling', shape: SMALL,
    prelude: [{ line: 'kubectl apply -f urgent-class.yaml', files: { 'urgent-class.yaml': PRIORITIES } }, { line: 'kubectl apply -f batch.yaml', files: { 'batch.yaml': deployment('batch', 6, HUNGRY) } }],
    offers: [run('kubectl apply -f urgent.yaml', { 'urgent.yaml': URGENT }), run('kubectl get events')],
  },
  {
    id: 'spread', theme: 'scheduling', shape: SMALL, prelude: [{ line: 'kubectl cordon node-c' }],
    offers: [run('kubectl apply -f web.yaml', { 'web.yaml': deployment('web', 6, '      - name: nginx\n        image: nginx:1.28\n', SPREAD) }), run('kubectl uncordon node-c')],
  },
  {
    id: 'memory', theme: 'nodes', shape: SMALL, prelude: web(3),
    offers: [run('kubectl apply -f leaky.yaml', { 'leaky.yaml': deployment('leaky', 1, LEAKY) }), run('kubectl get pods'), run('kubectl delete deployment leaky'), run('kubectl apply -f bounded.yaml', { 'bounded.yaml': deployment('bounded', 1, BOUNDED) }), run('kubectl get pods')],
  },
  { id: 'crash-loop', theme: 'pods', shape: SMALL, offers: [run('kubectl apply -f worker.yaml', { 'worker.yaml': deployment('worker', 1, WORKER) }), run('kubectl get pods -w'), run('kubectl logs deployment/worker --previous')] },
  {
    id: 'readiness', theme: 'pods', shape: SMALL, prelude: [{ line: 'kubectl create service clusterip shop --tcp=80:8080' }],
    offers: [run('kubectl apply -f shop.yaml', { 'shop.yaml': deployment('shop', 2, SLOW_START) }), run('kubectl get endpointslices -w')],
  },
  { id: 'etcd-leader', theme: 'etcd', shape: SMALL, prelude: web(2), offers: [poke({ poke: 'kill-etcd', member: 'etcd-0' }), run('kubectl scale deployment/web --replicas=3')] },
  { id: 'quorum-loss', theme: 'etcd', shape: SMALL, prelude: web(3), offers: [poke({ poke: 'kill-etcd', member: 'etcd-1' }), poke({ poke: 'kill-etcd', member: 'etcd-2' }), run('kubectl scale deployment/web --replicas=5')] },
  {
    id: 'split-brain', theme: 'etcd', shape: { workers: 3, etcd: 5 }, prelude: web(2),
    offers: [
      poke({ poke: 'cut-link', from: 'etcd/etcd-0', to: 'etcd/etcd-2' }), poke({ poke: 'cut-link', from: 'etcd/etcd-0', to: 'etcd/etcd-3' }), poke({ poke: 'cut-link', from: 'etcd/etcd-0', to: 'etcd/etcd-4' }),
      run('kubectl scale deployment/web --replicas=4'),
    ],
  },
  { id: 'slow-disk', theme: 'etcd', shape: SMALL, prelude: web(2), offers: [poke({ poke: 'slow-disk', member: 'etcd-0', speed: 'slow' }), run('kubectl rollout restart deployment/web')] },
  {
    id: 'forty-nodes', theme: 'scheduling', shape: { workers: 40, etcd: 3, cpu: '8', memory: '16Gi' }, workloads: [{ name: 'web', image: 'nginx:1.28', replicas: 240 }, { name: 'api', image: 'httpd:2.4', replicas: 120 }],
    offers: [run('kubectl rollout restart deployment/web'), run('kubectl scale deployment/api --replicas=160'), poke({ poke: 'power-off', node: 'node-07' })],
  },
  { id: 'api-restart', theme: 'loops', shape: SMALL, prelude: web(3), offers: [poke({ poke: 'crash', process: 'apiserver' }), run('kubectl get pods')] },
]

const fleet = (workers: number, pods: number): Scenario => ({
  id: `fleet-${workers}`, theme: 'fleets', shape: { workers, etcd: 3, zones: 3, cpu: '32', memory: '64Gi' },
  workloads: [{ name: 'web', image: 'nginx:1.28', replicas: pods / 2 }, { name: 'api', image: 'httpd:2.4', replicas: pods * 0.3 }, { name: 'cache', image: 'redis:8', replicas: pods / 5 }],
  offers: [
    poke({ poke: 'zone-cut', zone: 'zone-b' }), poke({ poke: 'zone-off', zone: 'zone-c' }), poke({ poke: 'image-storm', namespace: 'default', deployment: 'cache' }), poke({ poke: 'relist' }),
    run(`kubectl scale deployment/api --replicas=${pods * 0.4}`), run('kubectl get deployments'),
  ],
})

/** Clusters in which a node is a cell of a picture. */
export const FLEETS: readonly Scenario[] = [fleet(400, 12_000), fleet(5_000, 150_000)]

export const scenarioNamed = (id: string): Scenario | undefined => SCENARIOS.find((one) => one.id === id) ?? FLEETS.find((one) => one.id === id)
