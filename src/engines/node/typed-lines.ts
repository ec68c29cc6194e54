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
  'no-kind.yaml': 'metadata: {name: x}\n',
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

const JSONPATH = `
get deployment web -o jsonpath={.spec.replicas}
get deployment web -o jsonpath='{.spec.template.spec.containers[*].name}'
get deployment web -o jsonpath='{.spec.template.spec.containers[-1:].name}'
get deployment web -o jsonpath='{.metadata.labels}'
get deployment web -o jsonpath='{.metadata.labels.app}{"\\t"}{.spec.nonsense}{"\\n"}'
get deployment web -o jsonpath='{.metadata[name]}'
get deployment web -o jsonpath="{.metadata['name','namespace']}"
get deployment web -o jsonpath="{.metadata.annotations['deployment\\.kubernetes\\.io/revision']}"
get deployment web -o jsonpath='{.metadata.annotations.deployment\\.kubernetes\\.io/revision}'
get deployment web -o jsonpath='{.status.conditions[?(@.type=="Available")].status}'
get deployment web -o jsonpath='{.status.conditions[?(@.type=="Available")].status'
get deployment web -o jsonpath='{.status.conditions[}'
get deployment web -o jsonpath='{.metadata.labels#}'
get deployment web -o jsonpath='{..image}'
get deployment web -o jsonpath='{.spec.template.spec.containers[0].resources}'
get deployment web -o jsonpath='text {.kind} more'
get deployment web -o jsonpath=.kind
get deployment web -o jsonpath
get deployment web -o jsonpath-as-json='{.metadata.labels}'
get namespace default -o jsonpath='{.spec.finalizers[3]}'
get namespace default -o jsonpath='{.spec.finalizers[0:5]}'
get namespace default -o jsonpath='{.status.phase[0]}'
get namespace default -o jsonpath='{.spec.finalizers[?(@.name>3)]}{end}'
get pods -o jsonpath='{range .items[*]}{.status.phase}{"\\n"}{end}'
get pods -o jsonpath='{range .items[*]}{.status.phase}{"\\n"}'
get pods -o jsonpath='{.items[?(@.status.phase=="Running")].spec.containers[0].image}'
get pods -o jsonpath='{.items[?(@.status.phase=="Failed")].metadata.name}'
get deployments -o jsonpath='{.items[0:2:1].metadata.name}'
get deployments -o jsonpath='{range .items[?(@.spec.replicas>=1)]}{.metadata.name} {end}'
get deployments -o custom-columns=NAME:.metadata.name,REPLICAS:.spec.replicas,X:.nope
get deployments -o custom-columns=NAME:metadata.name,IMAGES:.spec.template.spec.containers[*].image
get deployments -o custom-columns=NAME
get deployments -o custom-columns=
get deployments --sort-by=.spec.replicas
get deployments --sort-by=.nope
`

const READS = `
get deployment ghost
get deployment ghost web
get pod/ghost deployment/web
get deployment/web rs
get ghosts
get pods ghost
get pods,services ghost
get deployment web -o nonsense
get
get -o name
get secrets
get pods -n nowhere
get pods --field-selector=status.phase=Running -o name
get pods --field-selector=nonsense=1
get nodes
get nodes -o wide
get leases -n kube-node-lease
get clusterrolebindings -o wide
describe node node-b
describe nodes --show-events=true
describe ns kube-system
describe sa default
describe lease node-a -n kube-node-lease
describe clusterrole view
describe clusterrole system:node
describe clusterrolebinding cluster-admin
describe priorityclass system-node-critical
describe pods -n kube-system --show-events=false
describe ghosts
describe pods -l a=b
create configmap settings --from-literal=a=b
create configmap more --from-literal=a=b --from-literal=c=d
get configmap more -o json
describe configmap settings
create secret generic hidden --from-literal=a=bcde
describe secret hidden
create namespace default
api-resources
api-resources --namespaced=false
api-resources --api-group=apps
api-resources -o name
api-versions
version
version --client
cluster-info
explain pods
explain deployment.spec.replicas
explain deployment.spec.nonsense
explain deployment.spec.template.spec.containers --recursive
frobnicate
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

export const TYPED_LINES: readonly string[] = [ROLLOUT, MARKS, MANIFESTS, JSONPATH, READS, ENDS, NODES, MORE].flatMap((block) => block.trim().split('\n'))
