import { secretPath } from './credentials.ts'

/** A kubeconfig (YAML) for the one cluster and its admin. `server` is 'http://127.0.0.1:6443'. */
export function kubeconfig(server: string, token: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: glass
  cluster:
    server: ${server}${secretPath(token)}
users:
- name: kubernetes-admin
  user:
    token: ${token}
contexts:
- name: kubernetes-admin@glass
  context:
    cluster: glass
    user: kubernetes-admin
current-context: kubernetes-admin@glass
`
}
