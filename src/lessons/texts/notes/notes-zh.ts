import type { ScenarioNotes } from './scenario-notes.ts'

/** 讲解每个场景时可以说的话。 */
export const NOTES: ScenarioNotes = {
  sandbox: {
    watch: '输入一条命令，跟着它走：kubectl 只和 API Server 说话，其他组件都是靠 watch 得知的。',
    ask: '第一个容器由谁启动？又是谁告诉它的？',
    belief: '很多人以为 Pod 是 kubectl 或调度器创建的。其实 kubectl 只存下一个 Deployment，其余由控制器完成。',
  },
  'bad-image': {
    watch: '一个新 Pod 停在 ErrImagePull 和 ImagePullBackOff，三个旧 Pod 照常提供服务。',
    ask: '现在有几个 Pod 在服务？Deployment 的哪两个数字保证了这一点？是 maxUnavailable 和 maxSurge。',
    belief: '发布失败时 Kubernetes 不会自动回退。它只是停在那里，十分钟后报告 ProgressDeadlineExceeded，撤销要由人来做。',
  },
  'scale-storm': {
    watch: 'ReplicaSet 控制器先创建 1 个 Pod，再 2 个、4 个、8 个：只要不出错，每批加倍。',
    ask: '从 24 缩到 2 时先删谁？先是没有节点或未就绪的，再是节点上挤得多的，然后是最年轻的。',
    belief: '扩容不是一个大请求。它只改一个数字，而每个 Pod 都意味着一次创建、一次绑定和好几次状态写入。',
  },
  'self-healing': {
    watch: '三个 Pod 全被删除，又来了三个。看看名字：没有谁被重启过。',
    ask: '暂停 ReplicaSet 的循环，再删一个 Pod。谁会发现少了一个？',
    belief: '回来的从来不是同一个 Pod。删掉的就没了，接替者有新的名字、新的 uid 和新的地址。',
  },
  expectations: {
    watch: '控制器按自己的缓存计数，而缓存晚了三秒。expectations 让它等到听见自己做过的事为止。',
    ask: '它刚创建了两个 Pod，缓存里还看不到。关掉 expectations 后，下一轮它会做什么？',
    belief: '控制器并不会每一轮都去问 API Server 有几个 Pod。它读的是由 watch 填充的本地缓存，而缓存可能滞后。',
  },
  quarantine: {
    watch: '标签变了，容器毫无察觉。ReplicaSet 放开这些 Pod 并另外创建，Service 也把旧 Pod 从 EndpointSlice 里拿掉。',
    ask: '旧 Pod 还在运行。如果它们现在挂了，谁来补上？',
    belief: 'Deployment 不是按名字拥有 Pod 的。Pod 由选择器找到，标签不再匹配时 ownerReference 也会被放弃。',
  },
  orphans: {
    watch: '用 --cascade=orphan 时所有者消失，ReplicaSet 留下，只是没了 ownerReference；用 foreground 时，所有者要等下属都删完。',
    ask: 'Deployment 删掉之后，是谁让 Pod 继续存在？',
    belief: '删除下属的不是 API Server，而是垃圾回收控制器：它事后沿着 ownerReference 去清理。',
  },
  'stuck-namespace': {
    watch: '命名空间显示 Terminating。它的 conditions 写明还剩哪种对象，又被哪个 finalizer 拦着。',
    ask: 'example.com/backup 应该由谁移除？如果那个程序早已卸载，怎么办？',
    belief: '再删一次或强制删除命名空间都没有用。它在等一个 ConfigMap，只有 finalizers 清空了，那个对象才能离开。',
  },
  'node-loss': {
    watch: '前 50 秒什么也没发生。然后节点变为 Unknown 并被打上污点，它的 Pod 离开 EndpointSlice；再过 300 秒才被驱逐并另建。',
    ask: '为什么这么有耐心？如果网络每抖一下就换掉所有 Pod，会怎样？',
    belief: 'Pod 不会搬到别的节点。旧对象被标记删除，由 ReplicaSet 创建新的 Pod。',
  },
  'kubelet-silent': {
    watch: 'node-a 的租约不再续期，50 秒后节点变为 Unknown。走进节点里看：容器还在运行。',
    ask: '网站挂了吗？集群里是谁认为它挂了，从什么时候开始？',
    belief: 'NotReady 不等于容器已死，只说明没人再听到 kubelet 的消息。',
  },
  drain: {
    watch: 'kubectl 先封锁节点，再为每个 Pod 请求一次驱逐（Eviction），接替的 Pod 在别的节点上启动。',
    ask: '驱逐和删除有什么不同？驱逐可能被 PodDisruptionBudget 拒绝。',
    belief: 'uncordon 不会把谁带回来。调度器只安置新的 Pod，所以节点会一直空着，直到有新 Pod 被创建。',
  },
  taints: {
    watch: 'NoExecute 立刻驱逐 node-b 上正在运行的 Pod，之后创建的也会放到别处。',
    ask: '为什么 kube-proxy 和 flannel 留在 node-b 上？因为它们容忍所有 NoExecute 污点。',
    belief: '污点不是挑选 Pod，而是排斥 Pod。容忍也不吸引谁，它只是允许。',
  },
  'no-room': {
    watch: '有些 Pod 停在 Pending，原因是 Insufficient cpu。打开调度器，它为每个节点都给出理由。',
    ask: '机器几乎是空闲的，为什么再也放不下？因为算的是 requests，不是实际用量。',
    belief: 'Pending 不是错误，也没有谁放弃。Pod 在队列里等着，有可能帮上忙的变化出现时就会再试。',
  },
  preemption: {
    watch: '调度器找不到位置，选出一个优先级更低的 Pod，并写下 nominatedNodeName。紧急的 Pod 仍要等对方离开。',
    ask: '被抢占者在它的 Deployment 里的空位怎么办？会创建一个新 Pod，这回轮到它 Pending。',
    belief: '抢占不是暂停，也不是搬走，而是删除，并给出最长 30 秒的宽限期。',
  },
  spread: {
    watch: 'maxSkew 为 1 时，任何节点最多只能比最空的节点多一个 Pod。被封锁的节点算作空的，所以别的节点也填不了多少。',
    ask: '六个 Pod 现在有几个能得到节点？之后会有谁被搬动吗？不会：这条规则只在安置时读一次。',
    belief: '被封锁的节点仍然参与计数：除非 nodeTaintsPolicy 写成 Honor，否则这条规则不看污点。',
  },
  memory: {
    watch: '没有 limit 时节点内存耗尽，kubelet 驱逐整个 Pod：它以 Failed 告终，再另建一个。有 limit 时内核只杀掉那个容器，同一个 Pod 把它重启。',
    ask: '这两种情况，哪一种会伤到同节点的邻居？',
    belief: 'request 不是上限。它决定 Pod 放在哪里、先驱逐谁，却拦不住谁多用。',
  },
  'crash-loop': {
    watch: '第一次重启立刻进行，之后等待时间加倍：10 秒、20 秒、40 秒，最多五分钟。',
    ask: '明明什么都没在跑，为什么 phase 是 Running？CrashLoopBackOff 是容器在等待的原因，不是 phase。',
    belief: '这里没有创建新的 Pod。是 kubelet 在同一个 Pod 里重启容器，所以名字和地址都不变。',
  },
  readiness: {
    watch: '两个 Pod 早就 Running，却很晚才 Ready。探针成功之前，EndpointSlice 里它们一直是 ready: false。',
    ask: '如果运行中的 Pod 探针开始失败，它会被重启吗？不会，只是不再收到流量。',
    belief: 'Running 不等于能提供服务。就绪探针管流量，存活探针管重启。',
  },
  'etcd-leader': {
    watch: '心跳停了，大约一秒的选举超时走完，日志最新的成员之一赢得下一个任期。',
    ask: '这期间正在访问 Pod 的用户会察觉什么？什么也不会：他们的请求都不经过 etcd。',
    belief: 'leader 死掉不会丢失已确认的写入。已确认的内容在多数成员的磁盘上，也只有这样的成员才能当选。',
  },
  'quorum-loss': {
    watch: '最后一个成员不停地拉票，却赢不了：三票里要两票，它只有自己这一票。',
    ask: '还有什么能工作？Pod 照常服务，kubelet 照样重启容器，但没有 Pod 能被安置，什么也改不了。',
    belief: '三个里剩一个健康成员，不是“慢一点”，而是什么都不能决定：另外两个也许做了别的决定。',
  },
  'split-brain': {
    watch: '旧 leader 联系到的成员太少，自己退位；多数派在更高的任期里另选一个。',
    ask: '两边能同时接受写入吗？数数票：五个成员的任意两个多数派总有一个共同成员。',
    belief: '少数派一侧的 leader 并不能继续写。它的提案永远不会提交，也就没有谁会被告知“已存好”。',
  },
  'slow-disk': {
    watch: 'leader 把日志写到慢盘上，从写入到回应的线越来越长。什么都没坏，只是样样都晚。',
    ask: '如果慢的是别的磁盘，哪一块影响小些？follower 的：leader 只需要多数派，不需要所有人。',
    belief: '最先拖累 etcd 的往往不是 CPU。它在等 fsync，慢盘甚至会让 leader 丢掉任期。',
  },
  'forty-nodes': {
    watch: '发布、扩容、断掉一个节点：循环和消息与三个节点时一样，只是更多。',
    ask: '有 240 个副本的 web 滚动更新时，最多可以少几个 Pod？25%，也就是 60 个。',
    belief: '大集群没有另一套机制。每个 kubelet 只 watch 自己的 Pod，所以加节点才行得通。',
  },
  'api-restart': {
    watch: '所有 watch 同时断开。API Server 回来后，客户端重新连接、list 再 watch，流量出现一个高峰。',
    ask: '有哪些 Pod 因此被重启？一个也没有。',
    belief: '没有 API Server，容器也不会停。集群只是暂时不能改变主意。',
  },
  'fleet-400': {
    watch: '切断一个可用区，它的节点一起沉默。看看打污点有多慢：每十秒一个节点，因为驱逐是限速的。',
    ask: '为什么不一次全部驱逐？如果错在网络，成千上万的 Pod 就会白白再启动一遍。',
    belief: '丢了一个区不会在一分钟内补齐。宽限、限速和容忍时间加在一起，这是有意的。',
  },
  'fleet-5000': {
    watch: '看 API Server 旁边的速率，而不是单条消息。让大家重新 list，看看那个高峰。',
    ask: '哪些部分看得到全部 150,000 个 Pod？API Server 的缓存、调度器和控制器；一个 kubelet 只看到自己的三十个。',
    belief: '集群的上限很少是节点数，而是写入有多少、又要让多少人听见。',
  },
}
