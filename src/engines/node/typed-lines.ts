import { FAULTS, FAULTY_FILES } from './typed-faults.ts'
import { JSONPATH, READS } from './typed-reads.ts'

// What users type, for the page's kubectl and a real one to be given the same. In this order: later lines see what earlier ones did.

const WEB = (replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: page
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: page}
  template:
    metadata:
      labels: {app: page}
    spec:
      containers:
      - name: main
        image: nginx
        ports:
        - containerPort: 80
`

const PINNED = (node: string): string => `apiVersion: v1
kind: Pod
metadata: {name: pinned, labels: {app: pinned}}
spec:
  nodeName: ${node}
  terminationGracePeriodSeconds: 1
  containers: [{name: main, image: nginx}]
`

export const TYPED_FILES: Readonly<Record<string, string>> = {
  'page.yaml': WEB(1), 'page2.yaml': WEB(2), 'unknown-field.yaml': WEB(1).replace('replicas:', 'replica:').replace('name: page\n', 'name: odd\n'),
  'pinned-node-a.yaml': PINNED('node-a'), 'pinned-node-b.yaml': PINNED('node-b'), 'new.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fresh}\ndata: {a: b}\n',
  'no-kind.yaml': 'metadata: {name: x}\n', ...FAULTY_FILES,
}

const ROLLOUT = `
create deployment web --image=httpd:2.4.65 --replicas=2
rollout status deployment/web
get deployments
get pods
get pods -o name
get pods -o wide
get pods -o json
get pods -A
get deployment web -o yaml
get deployments -o yaml
get deployments,rs
get all
get rs -o wide
get deployments --show-labels
get pods -L app
get deployments --no-headers
logs deployment/web --tail=1
logs -l app=web --tail=1
logs deployment/web -c nope
logs ghost
logs deploy/ghost
logs
describe deployment web
describe rs
describe pods --show-events=true
describe pod web --show-events=false
describe pod ghost
describe
events --for deployment/web
get events --field-selector=involvedObject.kind=Deployment
create deployment web --image=httpd
set image deployment/web nope=httpd
set image deployment/web httpd=httpd:2.4.62
rollout status deployment/web
annotate deployment web kubernetes.io/change-cause=newer
rollout history deployment/web
rollout history deployment/web --revision=2
rollout history deployment/web --revision=9
rollout history deployment/ghost
rollout history pod/ghost
rollout undo deployment/web
rollout status deployment/web
describe deployment web
rollout undo deployment/web --to-revision=99
rollout pause deployment/web
rollout pause deployment/web
set image deployment/web httpd=httpd:2.4.62
rollout status deployment/web --watch=false
rollout status deployment/web --timeout=1s
rollout undo deployment/web
rollout restart deployment/web
rollout resume deployment/web
rollout resume deployment/web
rollout status deployment/web
rollout status deployment/ghost
create deployment stuck --image=example.invalid/none
rollout status deployment/stuck --watch=false
rollout status deployment/stuck --timeout=2s
delete deployment stuck
scale deployment web --replicas=3
scale deployment web --current-replicas=7 --replicas=1
scale deployment ghost --replicas=1
scale deployment/web deployment/ghost --replicas=1
scale deployment web
scale deployment web --replicas=-1
scale --replicas=2
`

const MARKS = `
label deployment web tier=front
label deployment web tier=back
label deployment web tier=back --overwrite
label deployment web tier-
label deployment web --list
label deployment web
label deployments --all x=y
label pods -l app=web z=1
label deployment web 'bad key=x'
annotate deployment web note=hello
annotate deployment web note=hallo
annotate deployment web note-
get deployments -l app=web
get deployments -l app=nothing
get deployments -l a=b=c
expose deployment web --port=80
expose deployment web --port=80
get services
describe service web
get endpointslices -o name
describe endpointslices
`

const MANIFESTS = `
apply -f page.yaml
apply -f page.yaml
apply -f page2.yaml
apply -f unknown-field.yaml
apply -f no-kind.yaml
apply -f nowhere.yaml
wait --for=condition=Available deployment/page --timeout=60s
wait --for=condition=Available deployment/ghost --timeout=60s
wait --for=nonsense deployment/page
rollout status deployment/page
describe deploy page
describe deploy/web deploy/page --show-events=false
patch deployment page -p '{"spec":{"replicas":1}}'
patch deployment page --type=json -p '[{"op":"test","path":"/spec/replicas","value":7}]'
patch deployment page -p '{"spec":{"replicas":"two"}}'
patch deployment page -p '{"spec":{"replicas":-1,"minReadySeconds":-5}}'
patch deployment page -p nonsense
`

const ENDS = `
run once --image=busybox --restart=Never -- echo hi
wait --for=jsonpath={.status.phase}=Succeeded pod/once --timeout=60s
logs once
get pod once
describe pod once
delete pod once
delete pod once
delete -f page2.yaml
delete deployment ghost --ignore-not-found
delete deployment
delete pods -l app=nothing
delete pods -l app=web
rollout restart deployment/web
rollout status deployment/web
delete deployment/web service/none
wait --for=delete pod -l app=web --timeout=60s
wait --for=delete deployment/web --timeout=10s
wait deployment/web
get deployments
taint nodes ghost a=b:NoSchedule
cordon ghost
drain ghost
uncordon ghost
`

/** $NODE is a node for each side. */
const NODES = `
apply -f pinned-$NODE.yaml
wait --for=condition=Ready pod/pinned --timeout=60s
cordon $NODE
cordon $NODE
cordon
get node $NODE
drain $NODE --pod-selector=app=pinned
drain $NODE --pod-selector=app=pinned --force --timeout=60s
drain
get pod pinned
uncordon $NODE
uncordon $NODE
taint node $NODE a=b:NoSchedule
taint node $NODE a=b:NoSchedule
taint node $NODE a=c:NoSchedule --overwrite
taint node $NODE a:Wrong
taint node $NODE a-
taint node $NODE a-
taint node $NODE
taint node
taint nodes ghost a=b:NoSchedule
taint node $NODE x=y:NoSchedule z=w:NoExecute
taint node $NODE x:NoSchedule- z-
label node $NODE disk=ssd
label node $NODE disk-
`

const MORE = `
create deployment web --image=httpd:2.4.65 --replicas=1 --dry-run=client
create deployment web --image=httpd:2.4.65 --replicas=1 --dry-run=client -o yaml
create deployment web --image=httpd:2.4.65 --dry-run=server
create deployment web --image=httpd:2.4.65 -o name
create deployment two --image=httpd --image=nginx --port=80
create deployment
create deployment x
create deployment x --image=httpd --replicas=two
create -f page.yaml
create -f page.yaml
create -f unknown-field.yaml
create configmap a1 --from-literal=x=y -o yaml --dry-run=client
create secret generic s1 --from-literal=x=y
create secret generic s1 --from-literal=x=y
create service clusterip c1 --tcp=80:8080
create service clusterip c1 --tcp=80:8080
create service nodeport n1 --tcp=80
create serviceaccount sa1
create role r1 --verb=get --resource=pods
create role r1 --verb=get --resource=pods
create rolebinding b1 --role=r1 --user=bob
create priorityclass p-$NODE --value=10
delete priorityclass p-$NODE
create
run x1 --image=nginx --dry-run=client -o yaml
run x1 --image=nginx --port=80 --env=A=b --labels=a=b
run x1 --image=nginx
run x2
run
run x2 --image=nginx --restart=Sometimes
expose pod x1 --port=80 --name=xs
expose deployment web
expose deployment ghost --port=80
delete pod x1 --force --grace-period=0
delete pod x1 --now
apply -f page2.yaml
apply -f page2.yaml --dry-run=client
apply -f page2.yaml --dry-run=server
apply -f page2.yaml -o name
apply --server-side -f page2.yaml
apply --server-side --force-conflicts -f page2.yaml
apply
set image deployment/web *=httpd:2.4.62
set image deployment/web
set image
set image deployment/ghost a=b
rollout nonsense
get deploy web -w=nonsense
get --nonsense
delete configmap --all
delete service c1 n1
delete deployment web page two
patch
patch deployment page
patch deployment ghost -p {}
annotate deployment web a=b
label
describe pod ghost -n nowhere
get pods -n nowhere ghost
wait pod/ghost --for=condition=Ready
wait --for=jsonpath={.status.x}=y deployment/ghost
get cm kube-root-ca.crt -o yaml
explain
explain ghosts
explain pods.spec.containers.nonsense
api-resources --api-group=nonsense
logs ghost -c x
auth can-i list pods
auth can-i list ghosts
auth whoami
config current-context
config view
replace -f new.yaml
create -f new.yaml
replace -f new.yaml
apply -f new.yaml --dry-run=client
create -f page.yaml --dry-run=client
get deployment page
create -f page.yaml
delete deployment page --dry-run=client
scale deployment page --replicas=3 --dry-run=client
get deployment page
`

const LESS_COMMON = `
get -f page.yaml
apply -f page.yaml
get -f page.yaml
describe -f page.yaml
label -f page.yaml a=b
rollout status -f page.yaml
set image -f page.yaml main=nginx:1.27
rollout history deployment page
rollout status deploy page
get deploy page -o wide
get svc,deploy
get deploy/page svc/kubernetes -n default
get pods --selector app=page --no-headers -o custom-columns=N:.metadata.name,P:.status.phase
get rs -l app=page -o jsonpath='{range .items[*]}{.metadata.name}{" "}{.spec.replicas}{"\\n"}{end}'
get nodes -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.status.capacity.cpu}{"\\n"}{end}'
get nodes --selector='!node-role.kubernetes.io/control-plane' -o name
get pods -l 'app in (page,web)' -o name
get pods -l app!=page
get pods --field-selector=status.phase!=Running
get cm
get cm kube-root-ca.crt
get role,rolebinding
get priorityclasses
get serviceaccounts
get sa default -o yaml
get deploy page --output=wide
get deploy page -oyaml
get deploy page -ojson
get -A pods --sort-by=.metadata.name -o name
kubectl
get pods,
get pod pods
get deploy page -o=jsonpath='{.status.conditions[*].type}'
scale --replicas=2 -f page.yaml
scale deploy -l app=nope --replicas=1
scale deploy --all --replicas=1
rollout restart deployment -l app=page
rollout undo deployment page --dry-run=server
delete deploy,svc -l app=page
delete pod a b
delete deployment --all -n default --dry-run=server
create namespace n1 --dry-run=client -o yaml
expose deployment page --port=80 --dry-run=client -o yaml
expose deployment page --port=80 --type=NodePort --target-port=8080 --name=np
create cm x --from-literal=a
create deployment d --image=nginx --replicas=1 --port=80 --dry-run=client -o yaml -- sleep 5
run p --image=nginx --dry-run=client -o yaml --command -- sleep 5
run p --image=nginx --restart=Never --env=A=b --labels=app=z,tier=q --dry-run=client -o yaml
get pods --all-namespaces -l app=nothing
get deployments.apps page
get deployments.v1.apps page
get deployment.batch page
get foo.bar
get deploy page page
get pod/page-x svc/y
explain deploy.spec
wait --for=condition=available --timeout=1s deployment --all
wait --for=condition=Ready pod -l app=nope
wait --for=create deployment/zzz --timeout=1s
wait --for=jsonpath='{.status.phase}'=Running pod --all --timeout=1s
annotate deployment page a=b --overwrite
annotate deployment page a=c --overwrite --dry-run=client
patch deployment page --type=merge -p '{"metadata":{"labels":{"q":"r"}}}'
patch deployment page --type=merge -p '{"metadata":{"labels":{"q":"r"}}}'
patch deployment page --type=nonsense -p '{}'
patch deployment page --type=json -p '{}'
logs page-x -f
logs deployment/page --previous
logs deployment/page --tail=-1 --since=1h
rollout history deployment
rollout status deployment
rollout status
rollout restart deployment ghost page
`

export const TYPED_LINES: readonly string[] = [ROLLOUT, MARKS, MANIFESTS, JSONPATH, READS, ENDS, NODES, MORE, LESS_COMMON, FAULTS].flatMap((block) => block.trim().split('\n'))
