import { hex, sha256 } from '../network/sha256.ts'
import type { Layer, Manifest } from './registry-api.ts'

/** What a registry holds under one or more tags: layers by name and compressed size, and the program that a container of it runs. */
export interface ImageDefinition {
  readonly repository: string
  readonly tags: readonly string[]
  readonly program: string
  readonly layers: readonly LayerDefinition[]
}
export type LayerDefinition = readonly [name: string, bytes: number]

/** NB: compressed sizes are rounded from memory of the public images for linux/amd64, because no registry could be asked; layers of the same name are shared. */
export const IMAGES: readonly ImageDefinition[] = [
  { repository: 'docker.io/library/httpd', tags: ['latest', '2.4', '2', '2.4.65', 'trixie'], program: 'httpd', layers: [['debian-13', 29_770_000], ['httpd-deps', 2_100_000], ['httpd-2.4.65', 12_800_000]] },
  { repository: 'docker.io/library/httpd', tags: ['2.4.62', 'bookworm'], program: 'httpd', layers: [['debian-12', 28_230_000], ['httpd-deps-12', 4_000_000], ['httpd-2.4.62', 24_300_000]] },
  { repository: 'docker.io/library/httpd', tags: ['alpine', '2.4-alpine'], program: 'httpd', layers: [['alpine-3.22', 3_800_000], ['httpd-alpine', 15_600_000]] },
  { repository: 'docker.io/library/nginx', tags: ['latest', '1.29', '1', 'mainline'], program: 'nginx', layers: [['debian-13', 29_770_000], ['nginx-1.29', 29_900_000]] },
  { repository: 'docker.io/library/nginx', tags: ['1.28', 'stable'], program: 'nginx', layers: [['debian-12', 28_230_000], ['nginx-1.28', 44_100_000]] },
  { repository: 'docker.io/library/nginx', tags: ['1.27', '1.27.5'], program: 'nginx', layers: [['debian-12', 28_230_000], ['nginx-1.27', 44_000_000]] },
  { repository: 'docker.io/library/nginx', tags: ['1.26', '1.25', '1.25.5'], program: 'nginx', layers: [['debian-12', 28_230_000], ['nginx-1.25', 42_700_000]] },
  { repository: 'docker.io/library/nginx', tags: ['1.16.1', '1.16'], program: 'nginx', layers: [['debian-10', 27_100_000], ['nginx-1.16', 23_700_000]] },
  { repository: 'docker.io/library/nginx', tags: ['1.14.2', '1.14'], program: 'nginx', layers: [['debian-9', 22_500_000], ['nginx-1.14', 22_200_000]] },
  { repository: 'docker.io/library/nginx', tags: ['alpine', '1.29-alpine'], program: 'nginx', layers: [['alpine-3.22', 3_800_000], ['nginx-alpine', 18_200_000]] },
  { repository: 'docker.io/library/redis', tags: ['latest', '8', '8.2'], program: 'redis', layers: [['debian-12', 28_230_000], ['redis-8', 24_900_000]] },
  { repository: 'docker.io/library/redis', tags: ['7', '7.4'], program: 'redis', layers: [['debian-12', 28_230_000], ['redis-7', 17_800_000]] },
  { repository: 'docker.io/library/redis', tags: ['alpine', '7-alpine'], program: 'redis', layers: [['alpine-3.22', 3_800_000], ['redis-alpine', 13_500_000]] },
  { repository: 'docker.io/library/busybox', tags: ['latest', '1.37', '1.37.0', '1', 'stable'], program: 'busybox', layers: [['busybox-1.37', 2_220_000]] },
  { repository: 'docker.io/library/busybox', tags: ['1.36', '1.36.1', '1.28', '1.35'], program: 'busybox', layers: [['busybox-1.36', 2_160_000]] },
  { repository: 'docker.io/library/alpine', tags: ['latest', '3.22', '3'], program: 'busybox', layers: [['alpine-3.22', 3_800_000]] },
  { repository: 'docker.io/library/debian', tags: ['latest', '13', 'trixie', 'trixie-slim', 'stable'], program: 'busybox', layers: [['debian-13', 29_770_000]] },
  { repository: 'docker.io/library/mysql', tags: ['latest', '8', '8.4', '9'], program: 'mysql', layers: [['oraclelinux-9', 49_000_000], ['mysql-8', 185_000_000]] },
  { repository: 'docker.io/library/postgres', tags: ['latest', '17', '16'], program: 'postgres', layers: [['debian-13', 29_770_000], ['postgres-17', 124_000_000]] },
  { repository: 'docker.io/library/hello-world', tags: ['latest'], program: 'hello-world', layers: [['hello-world', 2_400]] },
  { repository: 'docker.io/glass/app', tags: ['latest', 'v1', 'v2', 'v3'], program: 'glass-app', layers: [['alpine-3.22', 3_800_000], ['glass-app', 21_000_000]] },
  { repository: 'docker.io/glass/app', tags: ['big'], program: 'glass-app', layers: [['alpine-3.22', 3_800_000], ['glass-model', 1_900_000_000]] },
  { repository: 'registry.k8s.io/pause', tags: ['3.10.2', '3.10.1', '3.10'], program: 'pause', layers: [['pause-3.10', 320_000]] },
  { repository: 'registry.k8s.io/e2e-test-images/agnhost', tags: ['2.63.0', '2.56', '2.53'], program: 'agnhost', layers: [['alpine-3.22', 3_800_000], ['agnhost', 49_000_000]] },
  { repository: 'registry.k8s.io/coredns/coredns', tags: ['v1.14.2', 'v1.13.1', 'v1.12.1', 'v1.12.0'], program: 'coredns', layers: [['distroless', 800_000], ['coredns', 21_700_000]] },
  { repository: 'registry.k8s.io/etcd', tags: ['3.6.6-0', '3.6.5-0', '3.6.4-0'], program: 'daemon', layers: [['distroless', 800_000], ['etcd-3.6', 22_400_000]] },
  { repository: 'registry.k8s.io/kube-apiserver', tags: ['v1.36.3'], program: 'daemon', layers: [['distroless', 800_000], ['kube-apiserver-1.36', 26_900_000]] },
  { repository: 'registry.k8s.io/kube-controller-manager', tags: ['v1.36.3'], program: 'daemon', layers: [['distroless', 800_000], ['kube-controller-manager-1.36', 22_600_000]] },
  { repository: 'registry.k8s.io/kube-scheduler', tags: ['v1.36.3'], program: 'daemon', layers: [['distroless', 800_000], ['kube-scheduler-1.36', 16_700_000]] },
  { repository: 'registry.k8s.io/kube-proxy', tags: ['v1.36.3'], program: 'daemon', layers: [['distroless-iptables', 16_000_000], ['kube-proxy-1.36', 15_300_000]] },
  { repository: 'registry.k8s.io/metrics-server/metrics-server', tags: ['v0.8.0'], program: 'daemon', layers: [['distroless', 800_000], ['metrics-server', 21_300_000]] },
  { repository: 'ghcr.io/flannel-io/flannel', tags: ['v0.28.0', 'v0.27.4', 'v0.27.0'], program: 'daemon', layers: [['alpine-3.22', 3_800_000], ['flannel', 29_000_000]] },
  { repository: 'ghcr.io/flannel-io/flannel-cni-plugin', tags: ['v1.8.0-flannel1', 'v1.7.1-flannel1'], program: 'busybox', layers: [['alpine-3.22', 3_800_000], ['flannel-cni', 1_100_000]] },
]

/** By reference: 'docker.io/library/httpd:2.4' and by digest. Tags of one definition are one image. */
export function catalogue(definitions: readonly ImageDefinition[]): Map<string, Manifest> {
  const manifests = new Map<string, Manifest>()
  for (const definition of definitions) {
    const manifest = manifestOf(definition)
    for (const tag of definition.tags) manifests.set(`${definition.repository}:${tag}`, manifest)
    manifests.set(`${definition.repository}@${manifest.digest}`, manifest)
  }
  return manifests
}

export function manifestOf({ repository, program, layers }: ImageDefinition): Manifest {
  const blobs: Layer[] = layers.map(([name, bytes]) => ({ digest: digestOf(`layer ${name} ${bytes}`), bytes }))
  const content = `${repository} ${program} ${blobs.map((layer) => layer.digest).join(' ')}`
  return { repository, program, layers: blobs, digest: digestOf(`manifest ${content}`), configDigest: digestOf(`config ${content}`) }
}

/** NB: a digest of the definition and not of real bytes, because the simulation has none. */
const digestOf = (text: string): string => `sha256:${hex(sha256(text))}`
