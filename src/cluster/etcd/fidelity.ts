/** What is simpler here than in etcd 3.6, in words for docs and for the curious. */
export const FIDELITY: readonly string[] = [
  'etcd: ticks of 100 ms are computed, not counted: a member wakes up only at its election deadline, the leader at its heartbeats.',
  'etcd: proposals that arrive while a disk writes leave in one append; upstream makes one append per proposal and sends them together.',
  'etcd: membership is fixed at 1, 3 or 5; there are no learners, no leader transfer and no joint consensus.',
  'etcd: a proposal forwarded to the leader is never lost or doubled by a lossy link, only delayed, as on a connection.',
  'etcd: a commit index alone is not written to the log; it is written with the next entries.',
  'etcd: lease checkpoints are off, as is upstream\'s default: a new leader gives every lease its whole time again and an election timeout more.',
  'etcd: a snapshot shares the connection of small messages and is at most 300 ms on its way; a member that installs one ends its watches, whose clients resume.',
  'etcd: the backend is the memory of the member and its snapshots; there is no bbolt file, no defragmentation and no alarm that outlives a restart.',
  'etcd: the database quota is checked against the weight of all versions as JSON.',
  'etcd: a member whose disk is full stops and is started again after 10 s without a back-off.',
  'etcd: authentication, user permissions, nested transactions, sorting and revision filters of ranges are not there; the API server uses none of them.',
]
