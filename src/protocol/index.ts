export type { OwnAnswer } from './own.ts'
export type { Bookmark, BranchSummary, Comparison, ConditionReading, Difference, FieldDifference, StageMoment } from './time.ts'
export type { Command, Comparator, Condition, Moment, Pace, StepSize } from './command.ts'
export { LAG_MAX_MS, type LagPoke, type LinkPoke, type Poke } from './poke.ts'
export { isHistoric, parseRecord, type HistoricCommand, type Parsed, type Place, type RecordEntry, type SessionRecord } from './record.ts'
export type { EditingQuestion, LineBlame, ManifestKind, ManifestObject, ManifestOutcome, ManifestProblem, ManifestReading, SchemaField, SchemaType, Span } from './editing.ts'
export type { FromEngine, ToEngine } from './door.ts'
export { FRAMES_ON_THE_WAY, type Caption, type Clock, type Flag, type Frame, type StoryState, type TerminalOutput, type TimelineDelta, type TimelineMark, type TransportState } from './frame.ts'
export type {
  ApiServerInside, ControllerLane, ControllersInside, EtcdInside, EtcdMemberInside, Evaluation, InformerRow, Inside, InsideOf, NodeEvaluation, NodeRoom, PipelineStage, PluginWord, PodAsk, ProxyInside, ProxyService,
  RequestRow, SchedulerInside, Simplified, SyncRow, Touching, WaitingPod, WatchCacheRow, WatcherRow, WhatIf, PriorityLevelRow,
} from './inside.ts'
export type {
  Beat, CniInside, ContainerInside, ContainerRole, ContainerRow, ContainerStage, DnsInside, DnsRecord, EndRow, KubeletInside, LogTail, NodeInside, PodInside, ProbeRow, PullRow, RuntimeInside, SandboxRow, VolumeRow, WorkerRow,
} from './inside-node.ts'
export { DELAY_BOUNDS_MS, FLEET_VERBS, NODE_BITS, type FleetCells, type FleetDelay, type FleetFlow, type FleetFrame, type FleetGauges, type FleetPlan, type FleetSample, type FleetTotals, type FleetVerb } from './fleet.ts'
export { isSystemPod } from './view.ts'
export { refKey, type ObjectRef, type PlaceId, type Verb } from './place.ts'
export type {
  AnswerTo, AnyAnswer, BlameLine, ChainLink, ConditionRow, EffectNode, EtcdLogRow, EventRow, GapRow, Question, SchedulerReport, SwimArrow, SwimBar, TreeNode, WaitsFor, YamlLine,
} from './question.ts'
export type {
  AgentView, ApiServerView, ControllerView, EtcdMemberView, KubectlView, NodeView, Packet, PodFill, PodView, RegistryView, SchedulerView, Stage, StageMark, View, ViewOf, WorkloadView,
} from './view.ts'
