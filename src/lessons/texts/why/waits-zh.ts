export const WAITS: Readonly<Record<string, string>> = {
  'waits.quorum': 'etcd 没有多数派：{members} 个成员中只有 {alive} 个活着，任何写入都存不下。',
  'waits.process': '{process} 没有在运行。',
  'waits.finalizer': '它被 finalizer 拦住：{finalizer}。',
  'waits.scheduling': '没有选出节点：{reason}',
  'waits.scheduler': '它在等调度器。',
  'waits.kubelet': '{node} 的 kubelet 没有运行，那里没有人上报，也没有人动手。',
  'waits.container': '容器 {container}：{reason}。{message}',
  'waits.ready': '在运行但未就绪：{message}',
  'waits.grace': '它有 {seconds} 秒离开。',
}
