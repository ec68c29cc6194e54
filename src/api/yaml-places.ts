import { isAlias, isMap, isScalar, isSeq, LineCounter, type Document, type Node, type Pair } from 'yaml'
import { nodesOf, plainValue } from './yaml-reader.ts'

// Past the door of this room, like the reader itself: only an editor asks where in a text a field stands.

/** Offsets into the text, `until` behind the last character. */
export interface TextSpan { readonly from: number; readonly until: number }
export type Steps = readonly (string | number)[]

export interface YamlMistake extends TextSpan { readonly message: string }

/** One document: its value, where it stands, and where the parts of it do. A document with mistakes has no value. */
export interface PlacedDocument extends TextSpan {
  readonly value: unknown
  readonly mistakes: readonly YamlMistake[]
  /** Where the key of a field stands, or the item of a list; undefined where there is no such field. */
  keyAt(steps: Steps): TextSpan | undefined
  /** Where its value stands: the key, for a field without one. */
  valueAt(steps: Steps): TextSpan | undefined
}

export interface PlacedYaml {
  readonly documents: readonly PlacedDocument[]
  /** Line and column from 1. */
  lineOf(offset: number): { readonly line: number; readonly column: number }
}

export function readPlaces(text: string): PlacedYaml {
  const lines = new LineCounter()
  const documents = nodesOf(text, lines).map((tree) => placed(tree, text.length))
  return {
    documents,
    lineOf(offset) {
      const { line, col } = lines.linePos(offset)
      return { line: Math.max(1, line), column: Math.max(1, col) }
    },
  }
}

function placed(tree: Document.Parsed, length: number): PlacedDocument {
  const { value, problem } = tree.errors.length > 0 ? {} : plainValue(tree)
  const root = tree.contents as Node | null
  const span = root?.range ? { from: root.range[0], until: root.range[1] } : { from: Math.min(tree.range[0], length), until: Math.min(tree.range[1], length) }
  return {
    ...span, value,
    mistakes: [...tree.errors.map(({ pos, message }) => ({ from: pos[0], until: Math.max(pos[0], pos[1]), message })), ...(problem === undefined ? [] : [{ ...span, message: problem }])],
    keyAt: (steps) => (steps.length === 0 ? span : find(tree, root, steps)?.key),
    valueAt: (steps) => {
      if (steps.length === 0) return span
      const found = find(tree, root, steps)
      return found?.value ?? found?.key
    },
  }
}

interface Found { readonly key: TextSpan | undefined; readonly value: TextSpan | undefined; readonly node: Node | null }

function find(tree: Document.Parsed, root: Node | null, steps: Steps): Found | undefined {
  let found: Found = { key: undefined, value: undefined, node: root }
  for (const step of steps) {
    const node = isAlias(found.node) ? found.node.resolve(tree) : found.node
    if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined
      if (item === undefined) return undefined
      found = { key: spanOf(item), value: spanOf(item), node: item }
    } else if (isMap(node)) {
      // Of two fields of one name the later counts, as in the value.
      const pair = (node.items as Pair<Node, Node | null>[]).findLast(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) return undefined
      found = { key: spanOf(pair.key), value: pair.value && !(isScalar(pair.value) && pair.value.range![0] === pair.value.range![1]) ? spanOf(pair.value) : undefined, node: pair.value }
    } else return undefined
  }
  return found
}

const spanOf = (node: Node): TextSpan | undefined => (node.range ? { from: node.range[0], until: node.range[1] } : undefined)
