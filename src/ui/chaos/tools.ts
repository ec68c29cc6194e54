import type { Poke } from '../../protocol/index.ts'

/** Ways to break something, as a cursor: choose one, then point. */
export const TOOLS = ['kill', 'cut', 'slow', 'lose', 'stale', 'freeze', 'power', 'drain', 'disk', 'memory', 'clock', 'image', 'message'] as const
export type Tool = typeof TOOLS[number]

const POKES: Readonly<Record<Tool, readonly Poke['poke'][]>> = {
  kill: ['delete-pod', 'kill-container', 'stop-kubelet', 'kill-etcd', 'crash'],
  cut: ['cut-link', 'reset-link'],
  slow: ['slow-link', 'slow-disk', 'slow-registry'],
  lose: ['lossy-link', 'drop-message'],
  stale: ['lag-watch', 'expectations-off'],
  freeze: ['pause-controller', 'pause-scheduler', 'freeze'],
  power: ['power-off'],
  drain: ['cordon', 'drain'],
  disk: ['slow-disk', 'full-disk'],
  memory: ['memory-hog'],
  clock: ['clock-skew'],
  image: ['bad-image', 'registry-down', 'slow-registry'],
  message: ['hold-message', 'drop-message'],
}

export const ofTool = (pokes: readonly Poke[], tool: Tool | undefined): readonly Poke[] => (tool === undefined ? pokes : pokes.filter(({ poke }) => POKES[tool].includes(poke)))
