export const WAITS: Readonly<Record<string, string>> = {
  'waits.quorum': 'etcd has no majority: {alive} of {members} members live. No write can be stored.',
  'waits.process': '{process} is not running.',
  'waits.finalizer': 'A finalizer holds it: {finalizer}.',
  'waits.scheduling': 'No node is chosen: {reason}',
  'waits.scheduler': 'It waits for the scheduler.',
  'waits.kubelet': 'The kubelet of {node} is not running, so nobody reports or acts there.',
  'waits.container': 'Container {container}: {reason}. {message}',
  'waits.ready': 'Running but not Ready: {message}',
  'waits.grace': 'It has {seconds} seconds to leave.',
}
