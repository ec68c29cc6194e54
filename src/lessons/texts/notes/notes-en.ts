import type { ScenarioNotes } from './scenario-notes.ts'

/** What a teacher may say over each scenario. */
export const NOTES: ScenarioNotes = {
  sandbox: {
    watch: 'Type one command and follow it: kubectl speaks to the API server alone, and everybody else learns of it by watching.',
    ask: 'Who will start the first container, and who will have told it to?',
    belief: 'Many think that kubectl, or the scheduler, creates the Pods. kubectl stores a Deployment, and controllers do the rest.',
  },
  'bad-image': {
    watch: 'One new Pod waits with ErrImagePull and ImagePullBackOff, while the three old ones keep serving.',
    ask: 'How many Pods serve now, and which two numbers of the Deployment make sure of it? They are maxUnavailable and maxSurge.',
    belief: 'A broken rollout is not undone by Kubernetes. It stands still, after ten minutes it is reported as ProgressDeadlineExceeded, and somebody has to type undo.',
  },
  'scale-storm': {
    watch: 'The ReplicaSet controller creates 1 Pod, then 2, then 4, then 8: each batch is twice the last as long as nothing fails.',
    ask: 'Which Pods go first when we scale down from 24 to 2? Those without a node or not Ready, then those on crowded nodes, then the youngest.',
    belief: 'Scaling is not one big request. It changes one number, and every Pod is a create, a binding and several status writes.',
  },
  'self-healing': {
    watch: 'All three Pods are deleted, and three others come. Read their names: nobody was restarted.',
    ask: 'The ReplicaSet loop is paused and a Pod is deleted. Who notices that one is missing?',
    belief: 'The same Pod never comes back. A Pod that is deleted is gone, and its successor has a new name, a new uid and a new address.',
  },
  expectations: {
    watch: 'The controller counts from its own cache, which is three seconds behind. Expectations make it wait until it has heard of what it did.',
    ask: 'It has created two Pods and its cache does not show them. What does it do at the next pass with expectations off?',
    belief: 'Controllers do not ask the API server how many Pods there are at each pass. They read a local cache that a watch fills, and it may be late.',
  },
  quarantine: {
    watch: 'The label changes and the container does not even notice. The ReplicaSet lets go of its Pods and creates others, and the Service drops the old ones from its EndpointSlice.',
    ask: 'The old Pods still run. Who would replace them now if they died?',
    belief: 'A Deployment does not own Pods by their names. A selector finds them, and the owner reference is given up when the labels match no more.',
  },
  orphans: {
    watch: 'With --cascade=orphan the owner goes and the ReplicaSet stays, without its owner reference. With foreground the owner waits until its dependants are gone.',
    ask: 'Who keeps the Pods alive after the Deployment is deleted?',
    belief: 'The API server does not delete the children. The garbage collector does, afterwards, by following owner references.',
  },
  'stuck-namespace': {
    watch: 'The namespace says Terminating. Its conditions name the kind that remains and the finalizer that holds it.',
    ask: 'Who has to remove example.com/backup, and what if that program is no longer installed?',
    belief: 'Deleting the namespace again, or with force, does not help. It waits for one ConfigMap, and only an empty list of finalizers lets that go.',
  },
  'node-loss': {
    watch: 'Nothing happens for 50 seconds. Then the node is Unknown and tainted, and its Pods leave the EndpointSlices; 300 seconds later they are evicted and replaced.',
    ask: 'Why so patient? What would happen if the cluster replaced Pods after every short break of the network?',
    belief: 'Pods do not move to another node. The old objects are marked for deletion, and the ReplicaSet creates new ones.',
  },
  'kubelet-silent': {
    watch: 'The lease of node-a is no longer renewed, and after 50 seconds the node is Unknown. Look inside the node: the containers run on.',
    ask: 'Is the website down? Which part of the cluster believes that it is, and from when on?',
    belief: 'NotReady does not mean that the containers are dead. It means that nobody has heard from the kubelet.',
  },
  drain: {
    watch: 'kubectl cordons the node first and then asks for an Eviction of each Pod. The replacements start on other nodes.',
    ask: 'What is the difference between an Eviction and a delete? A PodDisruptionBudget may refuse the Eviction.',
    belief: 'Uncordon brings nobody back. The scheduler places new Pods only, so the node stays empty until something is created.',
  },
  taints: {
    watch: 'NoExecute evicts the Pods that run on node-b at once, and those that are created later are placed elsewhere.',
    ask: 'Why do kube-proxy and flannel stay on node-b? They tolerate every NoExecute taint.',
    belief: 'A taint does not choose Pods, it repels them. A toleration does not attract either: it only permits.',
  },
  'no-room': {
    watch: 'Some Pods stay Pending with Insufficient cpu. Open the scheduler: it names one reason for each node.',
    ask: 'The machines are almost idle. Why does nothing more fit? Requests are counted, not use.',
    belief: 'Pending is no error and nobody gives up. The Pod waits in a queue and is tried again when something changes that may help.',
  },
  preemption: {
    watch: 'The scheduler finds no room, chooses a victim with a lower priority, and writes nominatedNodeName. The urgent Pod still waits until the victim is gone.',
    ask: 'What becomes of the victim’s place in its Deployment? A new Pod is created, and now that one is Pending.',
    belief: 'Preemption does not pause or move a Pod. It deletes it, with its grace period of up to 30 seconds.',
  },
  spread: {
    watch: 'With maxSkew 1 no node may have more than one Pod above the emptiest. The cordoned node counts as empty, so the others fill only a little.',
    ask: 'How many of the six Pods get a node now, and which one of them could you move? None: the rule is only read when a Pod is placed.',
    belief: 'A cordoned node is still counted, because taints are ignored by this rule unless nodeTaintsPolicy says Honor.',
  },
  memory: {
    watch: 'Without a limit the node runs out, and the kubelet evicts the Pod: it ends as Failed, and another one is created. With a limit the kernel kills the container alone, and the same Pod restarts it.',
    ask: 'Which of the two hurts the neighbours on the node?',
    belief: 'A request is no limit. It decides where a Pod is placed and who is evicted first, and does not stop anybody from using more.',
  },
  'crash-loop': {
    watch: 'The first restart comes at once, then the waits double: 10 s, 20 s, 40 s, up to five minutes.',
    ask: 'Why is the phase Running although nothing runs? CrashLoopBackOff is the reason why a container waits, and not a phase.',
    belief: 'Kubernetes does not create a new Pod here. It is the kubelet that restarts the container in the same Pod, so its name and address stay.',
  },
  readiness: {
    watch: 'Both Pods are Running long before they are Ready. The EndpointSlice lists them with ready: false until the probe succeeds.',
    ask: 'What if the probe of a running Pod begins to fail: is it restarted? No, it only gets no more traffic.',
    belief: 'Running does not mean that it can serve. Readiness decides about traffic, and liveness about restarts.',
  },
  'etcd-leader': {
    watch: 'The heartbeats stop, an election timeout of about a second runs out, and a member with the newest log wins the next term.',
    ask: 'What do users of the running Pods notice meanwhile? Nothing: no request of theirs goes through etcd.',
    belief: 'A dead leader loses no acknowledged write. What was acknowledged is on a majority of the disks, and only such a member can be elected.',
  },
  'quorum-loss': {
    watch: 'The last member keeps asking for votes and wins no election: it has one of the three that it would need two of.',
    ask: 'What still works? Pods serve and kubelets restart their containers, but no Pod is placed and nothing can be changed.',
    belief: 'One healthy member out of three is not “slower”. It may not decide anything, because the other two could have decided otherwise.',
  },
  'split-brain': {
    watch: 'The old leader reaches too few members, steps down by itself, and the majority elects another in a higher term.',
    ask: 'Can both sides accept writes at the same time? Count the votes: two majorities of five always share a member.',
    belief: 'A leader on the smaller side does not go on writing. Its proposals are never committed, so nobody is ever told that they were stored.',
  },
  'slow-disk': {
    watch: 'The leader writes its log to a slow disk, and the line from every write to its answer grows. Nothing is broken, everything is late.',
    ask: 'Which disk would hurt less if it were the slow one? A follower’s: the leader needs a majority, and not everybody.',
    belief: 'etcd does not suffer from small processors first. It waits for fsync, and a slow disk can even cost the leader its term.',
  },
  'forty-nodes': {
    watch: 'Roll out, scale and switch a node off: the loops and messages are the same as with three nodes, there are only more of them.',
    ask: 'How many Pods may be missing while web with 240 replicas is rolled over? 25%, so 60.',
    belief: 'A larger cluster has no other mechanism. Each kubelet watches only its own Pods, which is why adding nodes works.',
  },
  'api-restart': {
    watch: 'All watches break together. When the API server is back, its clients connect again, list and watch, and the traffic has a peak.',
    ask: 'Which Pods were restarted by this? None.',
    belief: 'Without the API server containers do not stop. The cluster only stops to change its mind.',
  },
  'fleet-400': {
    watch: 'A zone is cut off, and its nodes fall silent together. See how slowly they are tainted: one node in ten seconds, because evictions are limited.',
    ask: 'Why not evict everything at once? If the network is to blame, thousands of Pods would be started a second time for nothing.',
    belief: 'A lost zone is not replaced in a minute. Grace, rate limits and toleration add up, and that is on purpose.',
  },
  'fleet-5000': {
    watch: 'Follow the rates beside the API server, not single messages. Let everybody list anew and see the peak.',
    ask: 'Which part sees all 150,000 Pods? The API server’s cache, the scheduler and the controllers; a kubelet sees its own thirty.',
    belief: 'The limit of a cluster is rarely the number of nodes. It is how much is written and how many must hear of it.',
  },
}
