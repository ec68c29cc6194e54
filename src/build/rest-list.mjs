// Modules that the worker’s first file leaves out whole (paths under src/), because more of them than functions is only for later. Of all others, `first-run.mjs` finds out. See rest.mjs.
export const REST = [
  // kubectl, but for the first line of the first lesson
  'cluster/kubectl/describe/blocks.ts', 'cluster/kubectl/describe/containers.ts', 'cluster/kubectl/describe/events.ts', 'cluster/kubectl/describe/tabbed.ts', 'cluster/kubectl/commands/commands.ts', 'cluster/kubectl/commands/changing.ts', 'cluster/kubectl/commands/creating.ts', 'cluster/kubectl/commands/describe.ts', 'cluster/kubectl/commands/flagship.ts',
  'cluster/kubectl/commands/get.ts', 'cluster/kubectl/commands/identity.ts', 'cluster/kubectl/commands/logs.ts', 'cluster/kubectl/commands/marking.ts', 'cluster/kubectl/commands/named.ts', 'cluster/kubectl/commands/nodes.ts', 'cluster/kubectl/commands/reading.ts',
  'cluster/kubectl/commands/replace.ts', 'cluster/kubectl/commands/wait.ts', 'cluster/kubectl/commands/wrong-value.ts', 'cluster/kubectl/commands/explain.ts', 'cluster/kubectl/completion.ts', 'cluster/kubectl/jsonpath.ts', 'cluster/kubectl/jsonpath-parser.ts', 'cluster/kubectl/manifests.ts', 'cluster/kubectl/columns.ts',
  // programs in containers, but for servers
  'cluster/runtime/programs/shell.ts', 'cluster/runtime/programs/shell-commands.ts', 'cluster/runtime/programs/shell-syntax.ts', 'cluster/runtime/programs/shell-words.ts', 'cluster/runtime/programs/glass-app.ts',
  // answers to questions, and what breaks and repairs
  'projection/object-answer.ts', 'projection/why.ts', 'projection/told.ts', 'projection/swimlanes.ts', 'projection/etcd-log.ts', 'projection/cluster-gaps.ts',
  'engines/session/answers.ts', 'engines/session/own-asks.ts', 'engines/session/own-lines.ts', 'engines/session/own-shown.ts', 'engines/session/writes.ts', 'engines/session/breaking.ts', 'engines/session/moving.ts', 'engines/session/pokes.ts', 'engines/session/replay.ts', 'engines/session/bookmarks.ts', 'engines/session/run-until.ts', 'engines/session/fleet-moves.ts',
  'cluster/fidelity.ts', 'cluster/kubelet/fidelity.ts', 'cluster/etcd/fidelity.ts', 'cluster/apiserver/fidelity.ts', 'cluster/scheduler/fidelity.ts', 'cluster/controllers/fidelity.ts', 'api/fidelity.ts',
  // scenarios without a lesson, and fleets
  'lessons/scenarios.ts',
  'cluster/kubeadm/settled.ts', 'cluster/kubeadm/settled-machines.ts', 'cluster/kubeadm/stamp.ts', 'projection/fleet', 'engines/session/fleet-frame.ts', 'engines/session/fleet-watch.ts', 'engines/session/fleet-writes.ts',
  // types that only larger manifests come to
  'api/schema/rest-types.ts', 'api/schema/type-ids.ts', 'api/pod-template-hash/rest-structs.ts',
  // what a boot does not ask of the API
  'api/table', 'api/openapi.ts', 'api/openapi-paths.ts', 'api/discovery.ts', 'api/yaml/to-yaml.ts', 'api/yaml/scalar-text.ts', 'api/yaml/key-order.ts',
  'api/validation/field-error.ts', 'api/validation/env.ts', 'api/validation/pod-resize.ts', 'api/validation/unified-diff.ts', 'api/validation/flowcontrol.ts',
  'api/managed-fields/apply.ts', 'api/managed-fields/validate-config.ts', 'api/managed-fields/merge-values.ts', 'api/managed-fields/conflicts.ts', 'api/managed-fields/last-applied.ts', 'api/managed-fields/last-writers.ts', 'api/managed-fields/fields-of.ts', 'api/managed-fields/reset-fields.ts',
  'api/patch/strategic-list-diff.ts', 'api/patch/strategic-diff.ts', 'api/patch/merge-patch.ts', 'api/patch/json-patch.ts', 'api/defaults/secrets.ts',
  'cluster/apiserver/subresources/log.ts', 'cluster/apiserver/subresources/token.ts', 'cluster/apiserver/subresources/reviews.ts', 'cluster/apiserver/subresources/eviction.ts', 'cluster/apiserver/subresources/scale.ts',
  'cluster/apiserver/authz/escalation.ts', 'cluster/apiserver/authn/sha256.ts', 'cluster/apiserver/authn/impersonation.ts', 'cluster/apiserver/authn/tokens.ts', 'cluster/apiserver/registry/apply.ts', 'cluster/apiserver/registry/patch-failure.ts',
  'cluster/apiserver/outside.ts', 'cluster/apiserver/storage/compaction.ts', 'cluster/apiserver/storage/continue-token.ts',
  'cluster/etcd/mvcc/compaction.ts',
  // loops that a healthy cluster leaves alone
  'cluster/controllers/namespace/emptying.ts', 'cluster/controllers/namespace/conditions.ts', 'cluster/kubelet/logs.ts', 'cluster/kubelet/references.ts', 'cluster/scheduler/preemption-actions.ts', 'cluster/scheduler/node-selector.ts',
]
