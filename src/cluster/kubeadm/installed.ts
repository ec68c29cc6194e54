import type { ApiObject, ClusterRole, ClusterRoleBinding, ConfigMap, Deployment, Service, ServiceAccount } from '../../api/index.ts'
import { CLUSTER_DNS, SERVICE_CIDR } from './plan.ts'

/** What `kubeadm init` and the add-ons leave in a new cluster, besides what the API server makes for itself. */
export function installedObjects(): readonly ApiObject[] {
  return [
    binding('kubeadm:cluster-admins', 'cluster-admin', { kind: 'Group', name: 'kubeadm:cluster-admins' }),
    binding('kubeadm:node-proxier', 'system:node-proxier', account('kube-proxy')),
    serviceAccount('kube-proxy'),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-flannel' }, spec: {} },
    serviceAccount('flannel', 'kube-flannel'),
    role('flannel', [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }, { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }, { apiGroups: [''], resources: ['nodes/status'], verbs: ['patch'] }]),
    binding('flannel', 'flannel', account('flannel', 'kube-flannel')),
    serviceAccount('coredns'),
    role('system:coredns', [{ apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] }, { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] }]),
    binding('system:coredns', 'system:coredns', account('coredns')),
    configMap('coredns', { Corefile: COREFILE }),
    configMap('kubeadm-config', { ClusterConfiguration: `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\nnetworking:\n  dnsDomain: cluster.local\n  podSubnet: 10.244.0.0/16\n  serviceSubnet: ${SERVICE_CIDR}\n` }),
    dnsService(),
    coreDns(),
  ] as unknown as readonly ApiObject[]
}

const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       ttl 30
    }
    cache 30
    loop
    reload
    loadbalance
}
`

const DNS_LABELS = { 'k8s-app': 'kube-dns' }

function dnsService(): Service {
  return {
    apiVersion: 'v1', kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { ...DNS_LABELS, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' } },
    spec: {
      clusterIP: CLUSTER_DNS, selector: DNS_LABELS,
      ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }, { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 }, { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 }],
    },
  }
}

function coreDns(): Deployment {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment',
    metadata: { name: 'coredns', namespace: 'kube-system', labels: DNS_LABELS },
    spec: {
      replicas: 2, selector: { matchLabels: DNS_LABELS }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels: DNS_LABELS },
        spec: {
          priorityClassName: 'system-cluster-critical', serviceAccountName: 'coredns', dnsPolicy: 'Default',
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
          containers: [{
            name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.14.2', imagePullPolicy: 'IfNotPresent', args: ['-conf', '/etc/coredns/Corefile'],
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
            ports: [{ containerPort: 53, name: 'dns', protocol: 'UDP' }, { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' }, { containerPort: 9153, name: 'metrics', protocol: 'TCP' }],
            livenessProbe: { httpGet: { path: '/health', port: 8080, scheme: 'HTTP' }, initialDelaySeconds: 60, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 5 },
            readinessProbe: { httpGet: { path: '/ready', port: 8181, scheme: 'HTTP' } },
          }],
        },
      },
    },
  }
}

const account = (name: string, namespace = 'kube-system'): { kind: string; name: string; namespace: string } => ({ kind: 'ServiceAccount', name, namespace })
const serviceAccount = (name: string, namespace = 'kube-system'): ServiceAccount => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } })
const configMap = (name: string, data: Readonly<Record<string, string>>): ConfigMap => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data })
const role = (name: string, rules: NonNullable<ClusterRole['rules']>): ClusterRole => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules })

function binding(name: string, roleName: string, subject: { readonly kind: string; readonly name: string; readonly namespace?: string }): ClusterRoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
    subjects: [subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: 'rbac.authorization.k8s.io' }],
  }
}

