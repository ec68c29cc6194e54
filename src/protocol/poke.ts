import type { PlaceId } from './place.ts'

/** What a learner may break. Places are those of the stage; a node stands for its host. */
export type Poke =
  | { readonly poke: 'delete-pod'; readonly namespace: string; readonly name: string }
  | { readonly poke: 'kill-container'; readonly node: string; readonly namespace: string; readonly pod: string; readonly container: string }
  /** Something in a container takes that much more memory every second, until its limit or the machine's. */
  | { readonly poke: 'memory-hog'; readonly node: string; readonly namespace: string; readonly pod: string; readonly container: string; readonly mebibytesPerSecond: number }
  | { readonly poke: 'stop-kubelet'; readonly node: string }
  | { readonly poke: 'power-off'; readonly node: string }
  | { readonly poke: 'kill-etcd'; readonly member: string }
  | { readonly poke: 'pause-controller'; readonly controller: string }
  | { readonly poke: 'pause-scheduler' }
  | LagPoke
  /** A controller acts on what its cache says, without waiting to hear of what it did itself. */
  | { readonly poke: 'expectations-off'; readonly controller: string }
  | LinkPoke
  /** The connection of two processes is reset once: both sides hear of it and begin anew. */
  | { readonly poke: 'reset-link'; readonly from: PlaceId; readonly to: PlaceId }
  /** A process ends and is not started again; or stands still, as under SIGSTOP. */
  | { readonly poke: 'crash' | 'freeze'; readonly process: PlaceId }
  | { readonly poke: 'slow-disk'; readonly member: string; readonly speed: 'slow' | 'stalled' }
  | { readonly poke: 'full-disk'; readonly member: string }
  | { readonly poke: 'slow-registry'; readonly factor: number }
  | { readonly poke: 'registry-down' }
  | { readonly poke: 'clock-skew'; readonly node: string; readonly seconds: number }
  | { readonly poke: 'cordon' | 'drain'; readonly node: string }
  /** A new image that does not exist. */
  | { readonly poke: 'bad-image'; readonly namespace: string; readonly deployment: string }
  /** A whole zone loses its power; or its network, while what runs there goes on. */
  | { readonly poke: 'zone-off' | 'zone-cut'; readonly zone: string }
  /** Everybody pulls a big image at once from a registry that has become slow. */
  | { readonly poke: 'image-storm'; readonly namespace: string; readonly deployment: string }
  /** The API server starts anew: all of its clients connect, list and watch again. */
  | { readonly poke: 'relist' }
  /** One message that is on its way. */
  | { readonly poke: 'hold-message' | 'drop-message'; readonly event: number }

/** What stays wrong with a line until it is undone. Loss and doubles concern datagrams (raft): a stream only becomes slow. */
export type LinkPoke =
  | { readonly poke: 'cut-link'; readonly from: PlaceId; readonly to: PlaceId; readonly oneWay?: boolean }
  | { readonly poke: 'slow-link'; readonly from: PlaceId; readonly to: PlaceId; readonly factor: number }
  | { readonly poke: 'lossy-link'; readonly from: PlaceId; readonly to: PlaceId; readonly lossPercent: number; readonly duplicatePercent: number }

/** A controller ('controller-manager/replicaset'), the scheduler, a kubelet or a kube-proxy hears of changes this much later than they come, in their order. */
export interface LagPoke { readonly poke: 'lag-watch'; readonly process: PlaceId; readonly milliseconds: number }
export const LAG_MAX_MS = 600_000
