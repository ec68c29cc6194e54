import type { Node } from '../../../api/index.ts'
import { MAX_NODE_SCORE, type Plugin, type Snapshot } from '../framework.ts'
import { normalImage, type PodShape } from '../shape.ts'

export const imageLocality: Plugin = {
  name: 'ImageLocality',
  score: ({ known, snapshot }, _, { node }) => imageScore(known.shape, node, snapshot.images, snapshot.nodes.length),
}

const MEBIBYTE = 1024 * 1024
const BYTES_MIN = 23 * MEBIBYTE
const BYTES_MAX = 1000 * MEBIBYTE

/** Bytes that need no download, each image weighed by the share of nodes that have it, so that one node does not draw all pods. */
export function imageScore(shape: PodShape, node: Node, images: Snapshot['images'], nodeCount: number): number {
  const present = node.status?.images
  if (!present?.length) return 0
  let sum = 0
  for (const wanted of shape.images) {
    const image = images.get(wanted)
    if (image && present.some(({ names }) => names?.some(name => normalImage(name) === wanted))) sum += Math.trunc(image.bytes * (image.nodes / nodeCount))
  }
  const most = BYTES_MAX * shape.containerCount
  const clamped = sum < BYTES_MIN ? BYTES_MIN : sum > most ? most : sum
  return Math.trunc((MAX_NODE_SCORE * (clamped - BYTES_MIN)) / (most - BYTES_MIN))
}
