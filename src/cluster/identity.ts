import type { Credentials } from './messages.ts'

/** The real users behind the components, as kubeadm's certificates name them. */
export const certificate = (commonName: string, ...organizations: string[]): Credentials => ({ certificate: { commonName, organizations } })

export const KUBERNETES_ADMIN = certificate('kubernetes-admin', 'kubeadm:cluster-admins')
export const SUPER_ADMIN = certificate('kubernetes-super-admin', 'system:masters')
export const KUBE_SCHEDULER = certificate('system:kube-scheduler')
export const KUBE_CONTROLLER_MANAGER = certificate('system:kube-controller-manager')
export const kubeletOf = (node: string): Credentials => certificate(`system:node:${node}`, 'system:nodes')

/** A controller acts under its own service account; the manager's shared informers act under the manager's certificate. */
export const controllerAccount = (controller: string): Credentials => serviceAccount('kube-system', controller)

/**
 * The token of a component's service account. Inside the simulation a component's token is its user name in clear, in a form that the API server
 * accepts only from the cluster's own components; tokens that leave the simulation are signed JWTs.
 */
export const serviceAccount = (namespace: string, name: string): Credentials => ({ token: `internal:system:serviceaccount:${namespace}:${name}` })
