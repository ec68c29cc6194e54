import { MILLISECOND, SECOND, type Cx, type Message, type Micros } from '../../kernel/index.ts'

/** How long something takes: at least `atLeastUs`, and up to `spreadUs` more, uniformly. */
export interface Duration { readonly atLeastUs: Micros; readonly spreadUs: Micros }

/**
 * What takes time on a node. NB: orders of magnitude of containerd 2 with runc on an SSD, from experience and not from a measurement of ours,
 * because no machine with a kubelet was at hand; a scenario may replace the table.
 */
export interface RuntimeTiming {
  /** RunPodSandbox without the network: namespaces, cgroup, the pause container. */
  readonly sandbox: Duration
  /** The CNI plugin chain: bridge, host-local, portmap. */
  readonly cni: Duration
  readonly createContainer: Duration
  /** runc create and start, until the program's first instruction. */
  readonly startContainer: Duration
  /** From the signal's effect to the exit that containerd reports. */
  readonly reap: Duration
  readonly stopSandbox: Duration
  readonly exec: Duration
  /** Compressed bytes that containerd unpacks into a snapshot in a second. */
  readonly unpackBytesPerSecond: number
  /** A registry that does not answer is given up after this time (the dialer's timeout). */
  readonly registryTimeoutUs: Micros
}

export const RUNTIME_TIMING: RuntimeTiming = {
  sandbox: { atLeastUs: 90 * MILLISECOND, spreadUs: 60 * MILLISECOND },
  cni: { atLeastUs: 40 * MILLISECOND, spreadUs: 40 * MILLISECOND },
  createContainer: { atLeastUs: 25 * MILLISECOND, spreadUs: 20 * MILLISECOND },
  startContainer: { atLeastUs: 45 * MILLISECOND, spreadUs: 40 * MILLISECOND },
  reap: { atLeastUs: 5 * MILLISECOND, spreadUs: 15 * MILLISECOND },
  stopSandbox: { atLeastUs: 20 * MILLISECOND, spreadUs: 20 * MILLISECOND },
  exec: { atLeastUs: 15 * MILLISECOND, spreadUs: 20 * MILLISECOND },
  unpackBytesPerSecond: 120_000_000,
  registryTimeoutUs: 30 * SECOND,
}

export const lasts = <In extends Message>(duration: Duration, cx: Pick<Cx<In>, 'below'>): Micros => duration.atLeastUs + cx.below(duration.spreadUs + 1)
