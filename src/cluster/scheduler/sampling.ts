/** How many feasible nodes are enough. Models numFeasibleNodesToFind: all of a small cluster, down to 5 % of a large one. */
export function nodesToFind(nodes: number): number {
  if (nodes < NODES_MIN) return nodes
  const percent = Math.max(PERCENT_MIN, 50 - Math.trunc(nodes / 125))
  return Math.max(NODES_MIN, Math.trunc((nodes * percent) / 100))
}

const NODES_MIN = 100
const PERCENT_MIN = 5
