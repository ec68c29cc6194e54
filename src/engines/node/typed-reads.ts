// Lines that look, for the side-by-side test.

export const JSONPATH = `
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

export const READS = `
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
