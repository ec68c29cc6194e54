/** What the nodes simplify, a sentence each. */
export const FIDELITY: readonly string[] = [
  'kubelet: it writes a status patch without reading the pod first, and knows its images without asking the runtime each time; upstream does both.',
  'kubelet: a pass over a pod that is deleted meanwhile stops before its next step, so that a pod deleted during its pull is never started; upstream finishes the pass and then kills.',
  'kubelet: there is no regular resync of a pod every minute and no relist of the runtime every second, because between events nothing can have changed here.',
  'kubelet: Pods are evicted for memory only, at the default hard threshold of 100Mi; disk and process ids never run short. There is no in-place resize, no device or CPU manager, and image and container garbage is collected only with its pod.',
  'kubelet: ephemeral containers are not started, and exec, attach and port-forward are not answered.',
  'kubelet: ConfigMaps and Secrets are read when a container starts; mounted files do not change afterwards. Tokens of service accounts are not mounted, and persistent volumes are only names.',
  'kubelet: the uid of a static pod is a hash of its manifest, but not upstream\'s hash.',
  'kubelet: a probe\'s timeout matters for exec probes only; the network of a node answers at once.',
  'runtime: containerd and its shims are one process here: when it dies, containers die with it. Upstream\'s outlive it.',
  'runtime: times of sandboxes, containers and unpacking, and the sizes of images, are orders of magnitude and not measurements.',
  'runtime: programs are imitations seen from outside. The shell knows the usual words, pipes and loops, greps plain text, runs subshells in place, and has no network.',
  'runtime: only memory is limited. CPU is not shared, and nobody checks users, capabilities or read-only file systems.',
  'runtime: a log keeps its last 2,000 lines instead of five files of 10 MiB.',
  'network: flannel\'s tunnel is not simulated packet by packet, and DEL has no effect on connections that exist.',
  'network: kube-proxy writes iptables rules for IPv4; no IPVS or nftables mode, no topology hints, no load-balancer source ranges, no health-check ports.',
]
