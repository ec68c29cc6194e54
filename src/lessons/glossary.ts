/** A word of the field in one sentence, in both languages, and what older texts say instead. Facts are those of Kubernetes v1.36. */
export interface Term {
  readonly id: string
  /** As Kubernetes spells it, and what Chinese texts call it; the same word where nobody translates it. */
  readonly en: string
  readonly zh: string
  readonly means: { readonly en: string; readonly zh: string }
  /** How it stands in a sentence, besides its names. */
  readonly words?: readonly string[]
  /** What a text of 2015 or so says, and what became of it. */
  readonly past?: { readonly word: { readonly en: string; readonly zh: string }; readonly en: string; readonly zh: string }
  /** The scenario in which it can be seen at work. */
  readonly scene?: string
}

const term = (id: string, en: string, zh: string, meansEn: string, meansZh: string, more: Pick<Term, 'words' | 'past' | 'scene'> = {}): Term => ({ id, en, zh, means: { en: meansEn, zh: meansZh }, ...more })
const past = (word: string, en: string, zh: string, wordZh = word): Term['past'] => ({ word: { en: word, zh: wordZh }, en, zh })

export const GLOSSARY: readonly Term[] = [
  // What runs.
  term('pod', 'Pod', 'Pod', 'One or more containers that share an address and volumes, live on one node, and are started and ended together.', '一个或几个容器，共用一个地址和存储卷，待在同一个节点上，一起启动、一起结束。',
    { words: ['Pods'], scene: 'rollout', past: past('吊舱', 'Early Chinese texts translate it. They also say that its containers see each other’s processes: by default they do not; shareProcessNamespace asks for it.', '早期中文资料译作“吊舱”，如今保留英文。旧文说容器互相看得见进程：默认看不见，要用 shareProcessNamespace 打开。') }),
  term('container', 'container', '容器', 'A process with its own view of files, processes and limits, made from an image.', '一个进程，有自己的文件、进程视图和资源上限，由镜像创建。', { words: ['containers'] }),
  term('sandbox', 'sandbox', '沙箱', 'The empty Pod that comes first: namespaces and an address, held open by a process that only sleeps (pause).', '最先建好的空 Pod：命名空间和一个地址，由只会睡觉的 pause 进程守住。', { words: ['RunPodSandbox', 'pause'] }),
  term('sidecar', 'sidecar', '边车容器', 'A helper container that starts before the main one and outlives it.', '辅助容器：先于主容器启动，晚于它结束。',
    { past: past('a second container', 'Since v1.33 it is a stable feature: an init container with restartPolicy Always. Before, start and end were in no order.', '过去只是 Pod 里的第二个容器，启停没有先后；v1.33 起正式支持：restartPolicy 为 Always 的 init 容器。', '第二个容器') }),
  term('static-pod', 'static Pod', '静态 Pod', 'A Pod from a file on the node: the kubelet runs it without any API server, which only gets a mirror of it.', '来自节点上文件的 Pod：kubelet 不需要 API Server 就能运行它，API Server 里只有它的镜像对象。', { words: ['static Pods'] }),
  term('image', 'image', '镜像', 'Files and a command to start, in layers. A tag is a name that can be moved; latest is asked for anew each time.', '分层的文件加一条启动命令。标签只是可以移动的名字；latest 每次都要重新问仓库。', { words: ['images'] }),
  term('readiness', 'Ready', '就绪', 'The Pod says that it can serve: all of its containers passed their readiness probes. Only then does a Service send to it.', 'Pod 说自己可以服务了：所有容器都通过了就绪探针。此后 Service 才把请求发给它。', { scene: 'readiness', words: ['readiness'] }),
  term('grace', 'grace period', '宽限期', 'The seconds between the polite request to end (SIGTERM) and the end by force (SIGKILL): 30 unless told.', '从客气地请它结束（SIGTERM）到强制结束（SIGKILL）之间的秒数，默认 30 秒。', { words: ['SIGTERM', 'SIGKILL'] }),
  term('crashloop', 'CrashLoopBackOff', 'CrashLoopBackOff', 'Not a state of its own: a container ended again and again, and the kubelet waits longer before each new start, up to five minutes.', '它不是单独的状态：容器一再退出，kubelet 每次重启前等得更久，最多五分钟。', { scene: 'crash-loop' }),

  // Who decides.
  term('controller', 'controller', '控制器', 'A loop that compares what is wished with what is, and does one small thing about the difference.', '一个循环：拿期望与现实对比，再针对差别做一件小事。', { words: ['controllers', 'control loop'] }),
  term('reconcile', 'reconcile', '调谐', 'One pass of a controller over one object. It starts from what is true now, not from what it was told.', '控制器针对一个对象的一次处理。它从现在的事实出发，而不是从听到的消息出发。', { words: ['reconciles', 'reconciliation'] }),
  term('deployment', 'Deployment', 'Deployment', 'Wishes for a number of equal Pods, and for how a new version takes the place of the old one.', '要若干个一样的 Pod，并说明新版本怎样接替旧版本。',
    { words: ['Deployments'], scene: 'rollout', past: past('kubectl rolling-update', 'The client replaced Pods one by one; it went with v1.18. A Deployment does it on the server and can be undone.', '过去由客户端逐个替换 Pod，v1.18 移除；现在由 Deployment 在服务器端完成，并且可以撤销。') }),
  term('replicaset', 'ReplicaSet', 'ReplicaSet', 'Keeps a number of Pods with certain labels: it makes the missing ones and deletes those too many.', '让带某些标签的 Pod 保持一定数量：少了就建，多了就删。',
    { scene: 'self-healing', words: ['ReplicaSets'], past: past('ReplicationController (RC)', 'Its predecessor is still served, but nobody creates one: a Deployment makes ReplicaSets, one for each version of the template.', '它的前身 RC 仍可使用，但没有人再建：Deployment 为每个模板版本建一个 ReplicaSet。') }),
  term('daemonset', 'DaemonSet', 'DaemonSet', 'One Pod on every node that fits, also on those that join later.', '在每个合适的节点上各放一个 Pod，后来加入的节点也一样。'),
  term('statefulset', 'StatefulSet', 'StatefulSet', 'Pods with numbers instead of random names, made in order, each with its own storage.', 'Pod 用编号而不是随机名字，按顺序创建，各有各的存储。', { past: past('PetSet', 'Its name before v1.5.', 'v1.5 以前叫 PetSet。') }),
  term('owner', 'ownerReference', '属主引用', 'An object says by whom it was made. When the owner goes, the garbage collector deletes what it owned.', '对象记下自己由谁创建；属主没了，垃圾回收器就删除它名下的对象。', { scene: 'orphans', words: ['owned by', 'owner'] }),
  term('finalizer', 'finalizer', 'finalizer', 'A note on an object that says: do not remove me before somebody has cleaned up. Deletion waits for it.', '写在对象上的一句话：有人清理完之前别删我。删除会一直等它。', { scene: 'stuck-namespace' }),
  term('template-hash', 'pod-template-hash', 'pod-template-hash', 'The end of a ReplicaSet’s name: a number made from its Pod template, so that the same template finds the same ReplicaSet.', 'ReplicaSet 名字的后缀：由 Pod 模板算出，同样的模板总能找到同一个 ReplicaSet。', { words: ['hash', '哈希'] }),
  term('generation', 'generation', '代数', 'Counts changes of the wish. A controller writes observedGeneration: which wish it has acted on.', '记录期望被改了几次。控制器写下 observedGeneration：它处理到了哪一次。'),
  term('rollout', 'rollout', '滚动更新', 'The way from one version to the next, a few Pods at a time, bounded by maxSurge and maxUnavailable.', '从一个版本到下一个版本，每次换几个 Pod，受 maxSurge 和 maxUnavailable 约束。', { words: ['rolling update'], scene: 'rollout' }),
  term('slow-start', 'slow start', '慢启动', 'A controller creates one Pod, then two, then four: a broken wish fails once, not a thousand times.', '控制器先建 1 个，再 2 个、4 个：期望有错时只失败一次，而不是一千次。'),
  term('node-controller', 'node controller', '节点控制器', 'Listens for the nodes’ heartbeats. A silent node becomes Unknown after 50 s and gets a taint.', '听节点的心跳。50 秒没有声音，节点变为 Unknown，并打上污点。',
    { scene: 'node-loss', past: past('pod-eviction-timeout', 'Pods were deleted five minutes after the node fell silent, by a flag for all. Now each Pod tolerates the taint for its own time, 300 s unless told.', '过去用一个全局参数，节点失联五分钟后删 Pod；现在每个 Pod 各自容忍这个污点，默认 300 秒。') }),
  term('ccm', 'cloud-controller-manager', 'cloud-controller-manager', 'The controllers that speak with a cloud: load balancers, routes, whether a machine still exists.', '与云打交道的控制器：负载均衡、路由、机器是否还在。',
    { past: past('in-tree cloud providers', 'Their code was a part of Kubernetes until v1.31; now every cloud brings its own.', '各家云的代码曾在 Kubernetes 里，v1.31 全部移出，由云厂商自己提供。', '内置的云提供商代码') }),

  // The door and the memory.
  term('apiserver', 'kube-apiserver', 'kube-apiserver', 'The only door: everything is asked, checked, stored and told through it.', '唯一的门：一切请求、检查、存储和通知都经过它。',
    { scene: 'api-restart', words: ['API server', 'API Server'], past: past('the insecure port 8080', 'Old texts speak plain HTTP with it from the same machine. The port is gone since v1.24: everybody needs TLS and a name.', '旧资料在本机用明文 HTTP 访问它；v1.24 起这个端口没有了，人人都要 TLS 和身份。', '不安全端口 8080') }),
  term('authentication', 'authentication', '认证', 'Who are you? A client certificate, a token, or a proxy says it.', '你是谁？由客户端证书、令牌或代理来说明。',
    { words: ['client certificate', '客户端证书'], past: past('basic auth', 'A file with names and passwords: removed in v1.19.', '写着用户名和密码的文件，v1.19 移除。', '用户名密码认证') }),
  term('rbac', 'RBAC', 'RBAC', 'May you do that? Roles list what is allowed, bindings say to whom. What no role allows is forbidden.', '你能这样做吗？Role 列出允许的动作，RoleBinding 说给谁；没有允许的一律禁止。', { words: ['role binding', '角色绑定'], past: past('ABAC', 'A file of rules on the API server’s disk, read when it started.', '写在 API Server 磁盘上的规则文件，启动时读取。') }),
  term('admission', 'admission', '准入', 'The last gate before storage: it fills in blanks, and may refuse what is well-formed but not wanted.', '落盘前的最后一道门：补全空白，也可以拒绝写得对但不该要的东西。', { words: ['准入控制'], past: past('PodSecurityPolicy', 'Removed in v1.25. Pod Security admission takes its place: a label on the namespace chooses the level.', 'v1.25 移除，由 Pod Security 准入接替：在命名空间上用标签选择级别。') }),
  term('etcd', 'etcd', 'etcd', 'The cluster’s only memory: keys and values on several machines that agree on every write.', '集群唯一的记忆：存在几台机器上的键值，每次写入都要达成一致。',
    { scene: 'etcd-leader', past: past('etcd v2', 'It had folders and no revisions of all. v3 came with v1.6: one revision for the whole store, and watches from any of them.', '旧版是目录结构，没有全局版本；v1.6 起用 v3：整个存储一个版本号，可以从任意版本开始监听。') }),
  term('resource-version', 'resourceVersion', 'resourceVersion', 'The revision of etcd at which an object was last written. Who changes an old copy gets 409 Conflict.', '对象最后一次写入时 etcd 的版本号；拿旧副本来改会得到 409 Conflict。', { words: ['revision', '版本号', '版本'] }),
  term('watch', 'watch', '监听', 'A question that stays open: tell me every change from this revision on. Nobody is called; everybody listens.', '一个不关闭的询问：从这个版本起，每次变化都告诉我。没有谁被呼叫，大家都在听。', { words: ['watching', 'listening', 'hears', 'listens', '听到', '听说'] }),
  term('informer', 'informer', 'informer', 'A component’s own copy of some objects: listed once, then kept up by a watch. It is always a little late.', '组件自己保存的一份对象副本：先列出一次，再靠监听更新。它总会晚一点点。'),
  term('raft', 'raft', 'raft', 'How the members of etcd agree: one leads, copies every entry to the others, and a majority makes it true.', 'etcd 成员达成一致的办法：一个当 leader，把每条日志复制给别人，多数写下才算数。', { words: ['leader', 'followers'], scene: 'etcd-leader' }),
  term('quorum', 'quorum', '多数派', 'More than half: two of three, three of five. Without it nothing can be written.', '超过一半：三个里两个，五个里三个。没有它就不能写入。', { scene: 'quorum-loss', words: ['majority', '多数'] }),
  term('lease', 'Lease', '租约', 'A small object that somebody renews to say: I am still here. Nodes and leaders each have one.', '一个小对象，不断续约以示“我还在”。每个节点、每个领导者都有一份。',
    { past: past('node status every 10 s', 'The heartbeat was the whole status of the node. Since v1.17 it is a Lease of a few bytes.', '过去心跳就是整份节点状态；v1.17 起改为几个字节的 Lease。', '每 10 秒上报节点状态') }),
  term('crd', 'CustomResourceDefinition', 'CustomResourceDefinition', 'Teaches the API server a new kind of object. Nothing acts on it until somebody writes a controller.', '教 API Server 认识一种新对象。没有人写控制器，就什么也不会发生。', { words: ['CRD'], past: past('ThirdPartyResource', 'The first try; it was gone with v1.8.', '最早的尝试，v1.8 移除。') }),
  term('component-status', '/readyz', '/readyz', 'Every component says at this address whether it can serve.', '每个组件都在这个地址上说明自己能否服务。', { past: past('kubectl get componentstatuses', 'Deprecated since v1.19: it only asks what runs beside the API server.', 'v1.19 起弃用：它只能问与 API Server 在同一台机器上的组件。') }),

  // Where it runs.
  term('node', 'node', '节点', 'A machine that runs Pods, and the object by which the cluster knows it.', '运行 Pod 的机器，以及集群认识它的那个对象。', { words: ['nodes'], past: past('minion', 'Its first name. etcd still keeps nodes under /registry/minions.', '最早的名字。etcd 里节点的键至今还是 /registry/minions。') }),
  term('control-plane', 'control plane', '控制平面', 'The machines that decide: API server, etcd, scheduler and controllers.', '做决定的机器：API Server、etcd、调度器和控制器。', { past: past('master', 'The word, its label and its taint were replaced by control-plane; the old taint went with v1.25.', '“master” 这个词、标签和污点都换成了 control-plane；旧污点在 v1.25 去掉。') }),
  term('kubelet', 'kubelet', 'kubelet', 'The agent of a node. Nobody orders it: it watches for Pods with its node’s name and reports what it sees.', '节点上的代理。没有人命令它：它监听写着本节点名字的 Pod，并上报所见。', { scene: 'kubelet-silent' }),
  term('cri', 'CRI', 'CRI', 'The language in which a kubelet speaks with a container runtime such as containerd.', 'kubelet 与容器运行时（如 containerd）之间的语言。',
    { words: ['containerd', 'PullImage', 'CreateContainer', 'StartContainer', 'StopContainer'], past: past('dockershim, rkt', 'The kubelet spoke with Docker itself until v1.24. Images are the same; docker ps on a node shows nothing now.', 'v1.24 以前 kubelet 直接与 Docker 对话（dockershim）。镜像没变，但节点上 docker ps 什么也看不到了。') }),
  term('cni', 'CNI', 'CNI', 'Programs that plug a Pod into the network. The runtime calls them, not the kubelet.', '把 Pod 接进网络的程序。调用它们的是运行时，而不是 kubelet。',
    { words: ['flannel', 'CNI ADD'], past: past('--network-plugin', 'The kubelet chose the plugin, and its code was said to be inside Kubernetes. Both ended with dockershim in v1.24.', '旧文说由 kubelet 选择插件、CNI 内置在 Kubernetes 里；v1.24 随 dockershim 一起结束。') }),
  term('taint', 'taint', '污点', 'A mark on a node that keeps Pods away, or drives them out, unless they tolerate it.', '节点上的记号：不容忍它的 Pod 不许来，或者被赶走。', { scene: 'taints', words: ['taints', 'tainted'] }),
  term('toleration', 'toleration', '容忍', 'A Pod’s word that a taint does not bother it, perhaps only for some seconds.', 'Pod 表示不介意某个污点，也许只在若干秒之内。', { words: ['tolerations'] }),
  term('eviction', 'eviction', '驱逐', 'A Pod is asked to leave its node: by a taint, a drain, or because memory or disk run out.', '请 Pod 离开节点：因为污点、排空，或者内存、磁盘用尽。', { scene: 'node-loss' }),
  term('cordon', 'cordon', '封锁', 'No new Pods on this node; those that are there stay. A drain also evicts them.', '不再接收新 Pod，已有的留下；drain（排空）还会驱逐它们。', { scene: 'drain', words: ['cordoned'] }),

  // Where it goes.
  term('scheduler', 'kube-scheduler', 'kube-scheduler', 'Finds a node for every Pod without one, and writes that down. It starts nothing.', '给每个没有节点的 Pod 找一个节点，写下来。它不启动任何东西。',
    { words: ['scheduler', '调度器'], past: past('predicates and priorities', 'Now they are plugins that filter and score; the policy file went with v1.23.', '如今叫过滤插件和打分插件；策略文件在 v1.23 移除。', '预选与优选') }),
  term('binding', 'Binding', '绑定', 'The scheduler’s only write: this Pod belongs on that node.', '调度器唯一的写入：这个 Pod 归那个节点。', { words: ['binding', 'nodeName'] }),
  term('filter-score', 'filter and score', '过滤与打分', 'Two gates: which nodes could run the Pod, and which of them is best.', '两道门：哪些节点能运行它，其中哪个最好。', { scene: 'spread', words: ['Gate one', 'Gate two', '第一道门', '第二道门'] }),
  term('requests', 'requests', '资源请求', 'What a Pod reserves on a node. The scheduler counts these, not what is really used.', 'Pod 在节点上预留的资源。调度器算的是它，而不是实际用量。', { scene: 'no-room' }),
  term('preemption', 'preemption', '抢占', 'A Pod that fits nowhere makes room by evicting others of lower priority.', '哪里都放不下的 Pod，通过驱逐优先级更低的 Pod 腾出位置。', { scene: 'preemption' }),

  // How it is found.
  term('label', 'label', '标签', 'A key and a value on an object. Everything that belongs together finds itself by labels.', '对象上的一个键和值。属于一起的东西靠标签互相找到。',
    { scene: 'quarantine', words: ['labels'], past: past('“changing the label deletes the Pod”', 'It does not: the Pod is let go and runs on, and a new one takes its place.', '旧文说改标签就能删除 Pod。其实不会：Pod 被放走，继续运行，另有一个新的补上。', '“改标签就能删 Pod”') }),
  term('selector', 'selector', '选择器', 'A question about labels, by which a Service or a ReplicaSet finds its Pods.', '对标签的提问，Service 和 ReplicaSet 靠它找到自己的 Pod。', { words: ['selects', '选中'] }),
  term('service', 'Service', 'Service', 'A name and an address that stay, in front of Pods that come and go.', '不变的名字和地址，后面是来来去去的 Pod。', { words: ['Services'], scene: 'readiness' }),
  term('endpointslice', 'EndpointSlice', 'EndpointSlice', 'The list of addresses behind a Service, at most 100 to a slice, each with whether it is ready.', 'Service 背后的地址列表，每片最多 100 个，并标明是否就绪。',
    { words: ['EndpointSlices'], past: past('Endpoints', 'One object with every address, sent whole at each change. Slices are stable since v1.21; Endpoints is deprecated since v1.33.', '过去一个对象装下全部地址，每次变化整份重发；v1.21 起 EndpointSlice 转正，v1.33 起 Endpoints 弃用。') }),
  term('kube-proxy', 'kube-proxy', 'kube-proxy', 'Writes the rules by which a node’s kernel sends a Service’s packets to one of its Pods. It forwards none itself.', '写下规则，让节点内核把发给 Service 的包转给某个 Pod。它自己一个包也不转发。',
    { past: past('the userspace proxy', 'Once every byte went through it. That mode is gone since v1.26; iptables is usual, nftables is stable since v1.33.', '最早每个字节都经过它。该模式 v1.26 移除；常用 iptables，v1.33 起 nftables 转正。', 'userspace 代理') }),
  term('cluster-ip', 'ClusterIP', 'ClusterIP', 'A Service’s address. No machine has it: it exists only in the rules of every node.', 'Service 的地址。没有哪台机器拥有它：它只存在于每个节点的规则里。'),
  term('coredns', 'CoreDNS', 'CoreDNS', 'Answers names of Services with their addresses, from what it watches.', '根据监听到的内容，把 Service 的名字答成地址。', { past: past('kube-dns, SkyDNS', 'CoreDNS took its place with v1.13. The Service is called kube-dns to this day.', 'v1.13 起由 CoreDNS 接替；那个 Service 至今仍叫 kube-dns。') }),
  term('network-policy', 'NetworkPolicy', 'NetworkPolicy', 'Says who may speak with some Pods. The network plugin enforces it, if it can.', '说明谁可以与某些 Pod 通信。由网络插件执行，前提是它支持。'),

  // What is around it.
  term('kubectl', 'kubectl', 'kubectl', 'Turns words into requests to the API server. It is a client like any other.', '把命令变成发给 API Server 的请求。它与别的客户端没有两样。', { past: past('kubectl run --replicas', 'It made a Deployment. Since v1.18 it makes one Pod; kubectl create deployment makes Deployments.', '过去会建 Deployment；v1.18 起只建一个 Pod，建 Deployment 用 kubectl create deployment。') }),
  term('namespace', 'namespace', '命名空间', 'A room for names, rights and quotas. It is no wall for the network.', '名字、权限和配额的房间。对网络来说它不是墙。', { words: ['Namespace'] }),
  term('service-account', 'ServiceAccount', 'ServiceAccount', 'Who a Pod is towards the API server.', 'Pod 面对 API Server 时的身份。', { words: ['identity token', '身份令牌'], past: past('a token Secret for each', 'Every account got a Secret with a token for ever. Since v1.24 a Pod gets a token of its own that expires.', '过去每个账号都有一个永不过期的令牌 Secret；v1.24 起 Pod 拿到的是自己的、会过期的令牌。', '每个账号一个令牌 Secret') }),
  term('quota', 'ResourceQuota', 'ResourceQuota', 'The most that a namespace may ask for. Admission refuses what is over; a controller only counts.', '一个命名空间最多能要多少。超出的由准入拒绝；控制器只负责计数。'),
  term('configmap', 'ConfigMap', 'ConfigMap', 'Settings as an object. As a file they change in a running Pod; as an environment variable they do not.', '作为对象的配置。挂成文件会在运行中更新，作为环境变量则不会。', { past: past('PodPreset', 'It put settings into Pods by label; removed in v1.20.', '按标签往 Pod 里塞配置，v1.20 移除。') }),
  term('metrics-server', 'metrics-server', 'metrics-server', 'Collects from every kubelet what Pods use right now, for kubectl top and for autoscaling.', '从每个 kubelet 收集 Pod 当前的用量，供 kubectl top 和自动扩缩使用。', { past: past('Heapster', 'Retired with v1.13.', 'v1.13 退役。') }),
  term('apps-v1', 'apps/v1', 'apps/v1', 'Where Deployments, ReplicaSets, DaemonSets and StatefulSets live.', 'Deployment、ReplicaSet、DaemonSet、StatefulSet 所在的 API 组。', { past: past('extensions/v1beta1', 'Old manifests name it; it is served no more since v1.16.', '旧清单里常见，v1.16 起不再提供。') }),
]
