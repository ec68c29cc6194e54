// What users get wrong, for the side-by-side test: every line ends in a refusal, or would have done something else than was asked for.

export const FAULTY_FILES: Readonly<Record<string, string>> = {
  'numbers.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: numbers, labels: {a: 1}}\n', 'word.yaml': 'hello\n', 'empty.yaml': '# nothing\n',
  'elsewhere.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: elsewhere, namespace: default}\n',
  'three.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: t1}\ndata: {a: b}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: t2}\ndat: {a: b}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: t3, labels: {app: t}}\n',
  'data.env': 'A=1\n# not this\nB=two words\n',
}

export const FAULTS = `
apply -f numbers.yaml
apply -f word.yaml
apply -f elsewhere.yaml
apply -f three.yaml
apply -f three.yaml -l app=t
apply -f three.yaml --validate=nonsense
apply -f empty.yaml
apply --force-conflicts -f three.yaml
apply page
create -f empty.yaml
create -f three.yaml --validate=warn --dry-run=server
get -f empty.yaml
delete -f three.yaml
create deployment odd --image=httpd --dry-run=nonsense
create deployment odd --image=httpd -o nonsense
create deployment odd --image=httpd --replicas=99999999999999999999
create deployment odd --image=httpd --dry-run=client -o jsonpath={.spec.replicas}
create deployment odd --image=httpd
create namespace a b
get pods ''
describe pods ''
delete configmaps ''
delete ''
cordon ''
drain ''
cordon node/
label pods '' a=b
patch pods '' -p {}
get pods/
get /web
rollout status deploy ''
create pods
create configmap c9 --from-literal=a=b --from-literal=a=c
create configmap c9 --from-literal='a b=c'
create configmap c9 --from-file=nowhere
create configmap c9 --from-file=data.env --dry-run=client -o yaml
create configmap c9 --from-env-file=data.env --dry-run=client -o yaml
create secret generic s9 --from-literal=a=b --dry-run=client -o yaml
create secret nonsense s9
create service clusterip s9 --tcp=x
create service nodeport s9 --tcp=80 --node-port=80
create service loadbalancer s9 --tcp=80 --dry-run=client -o yaml
create service externalname s9
create role r9 --verb=get --resource=ghosts
create role r9 --verb=nonsense --resource=pods
create role r9 --verb='*' --resource='*' --dry-run=client -o yaml
create clusterrole r9 --verb=get --non-resource-url=/healthz --dry-run=client -o yaml
create rolebinding b9 --role=a --clusterrole=b
create rolebinding b9 --clusterrole=view --serviceaccount=x
run x9 --image='not an image'
run x9 --image=nginx --port=x
run x9 --image=nginx --env=A
run x9 --image=nginx --labels=a
run x9 --image=nginx --image-pull-policy=Sometimes
run x9 --image=nginx --env=A=b,c --dry-run=client -o yaml
run x9 --image=nginx
expose pod x9 --port=x
expose pod x9 --port=80,443 --selector=a=b --name=two --dry-run=client -o yaml
expose pods x9 ghost --port=80
expose node $NODE --port=80
expose cm kube-root-ca.crt --port=80
scale cm kube-root-ca.crt --replicas=1
scale deploy odd --replicas=2 -o name
scale deploy odd --replicas=3 --dry-run=nonsense
set image cm/kube-root-ca.crt a=b
set image deploy/odd deploy/ghost httpd=httpd:2.4
rollout pause pod/x9
rollout restart node $NODE
rollout undo deploy/odd --to-revision=-1
rollout history deploy/odd --revision=-1
rollout history rs -l app=odd
rollout status deploy/odd --revision=99
rollout restart deploy/odd --dry-run=client
label pod x9 a=b a-
label pod x9 a=b=c
label pod x9 a=b c
label pod x9 'a=b c'
label pod x9 a=b -o name
label pod x9 ghost a=c --overwrite
label pod x9 a=0123456789012345678901234567890123456789012345678901234567890123
annotate pod x9 a=b
annotate pod x9 a=x
annotate pod x9 none-
taint node $NODE a=b
taint node $NODE 'a b=c:NoSchedule'
taint node $NODE a=b:NoSchedule a=c:NoSchedule
taint node $NODE a=b:NoSchedule a:NoSchedule-
taint pods x9 a=b:NoSchedule
cordon pod/x9
cordon $NODE ghost
cordon $NODE --selector=x=y
drain $NODE --pod-selector='a b'
drain $NODE --dry-run=server --pod-selector=app=nothing
get node $NODE
wait pod x9 --for=condition=Ready --timeout=20s
wait pod/x9 --for=condition=Ready --timeout=1
wait pod/x9 --for=condition=Nope --timeout=0s
wait pod/x9 --for=jsonpath='{.status.phase'=Running
wait pod/x9 --for=jsonpath='{.status.phase}'=
wait pod/x9 --for=jsonpath='{.status.conditions[?(@.type=="Ready")].status}'=True --timeout=5s
wait pod/x9 --for=jsonpath='{.metadata.labels}'=x --timeout=1s
get pod/x9 -l a=b
get pods x9 -l a=b
get pods/x9/y
get deployments.v1beta1.apps
get DEPLOY
get --raw healthz
get --raw /healthz
get deploy odd --show-kind --no-headers -o wide
get deploy odd --subresource=nope
get pods --context=nope
get pods --as=bob
auth can-i list pods --as=bob
patch pod x9 -p '{"spec":{"replica":1}}'
patch pod x9 --patch-file=nowhere.yaml
logs x9 --since=x
logs x9 --tail=-5
logs x9 -l app=x
logs cm/kube-root-ca.crt
logs node/$NODE
explain pods --api-version=apps/v1
config get-contexts
config use-context nope
version -o nonsense
events --for pod
delete pod x9 -l a=b
delete pod x9 --all
delete pod x9 --now --grace-period=5
delete pod x9 --force --grace-period=5
delete pod x9 -o yaml
delete pod x9 --timeout=x
delete pod x9 --dry-run=nonsense
delete pod/x9/y
delete --all
delete pod x9 --dry-run=client -o name
delete pod x9 --now
`
