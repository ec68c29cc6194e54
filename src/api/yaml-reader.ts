import { LineCounter, parseAllDocuments, type Document, type ScalarTag, type Tags } from 'yaml'
import type { ParsedYaml, YamlDocument, YamlError } from './yaml.ts'

// Past the door of this room, like the protobuf tables: the package is large, and most visitors never hand in a manifest.

const MAX_ALIASES = 100

/** Reads YAML 1.1 (and JSON) as kubectl does: several documents, empty ones left out. Lines and columns count from 1. */
export function readYaml(text: string): ParsedYaml {
  const lines = new LineCounter()
  const documents: YamlDocument[] = []
  const errors: YamlError[] = []
  for (const one of nodesOf(text, lines)) {
    for (const { pos, message } of one.errors) errors.push({ ...place(lines, pos[0]), message })
    if (one.errors.length > 0 || one.contents === null) continue
    const start = place(lines, one.contents.range[0])
    const { value, problem } = plainValue(one)
    if (problem !== undefined) errors.push({ ...start, message: problem })
    else if (value !== null && value !== undefined) documents.push({ value, line: start.line })
  }
  return errors.length > 0 ? { errors } : { documents }
}

/** The documents of a text as trees, each with its mistakes. */
export function nodesOf(text: string, lines: LineCounter): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(text, { version: '1.1', customTags: asKubectl, lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' })
  return 'empty' in parsed ? [] : parsed
}

/** A tree as a plain value, or what stands against that. */
export function plainValue(tree: Document.Parsed): { readonly value?: unknown; readonly problem?: string } {
  try {
    return { value: tree.toJS({ maxAliasCount: MAX_ALIASES }) as unknown }
  } catch (error) {
    // The package throws for an alias without anchor and for a document that grows by its aliases without end.
    return { problem: error instanceof Error && error.message.startsWith('Unresolved alias') ? error.message : 'document contains excessive aliasing' }
  }
}

/** kubectl's parser is one of YAML 1.1 that leaves times and sexagesimal numbers as they are written; what has no digits is no number to it. */
function asKubectl(tags: Tags): Tags {
  return tags.flatMap((tag): Tags => {
    if (typeof tag === 'string') return [tag]
    if (tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME')) return []
    const test = 'test' in tag ? tag.test : undefined
    return test?.test('.') ? [{ ...tag as ScalarTag, test: DECIMAL }] : test?.test('e0') ? [{ ...tag as ScalarTag, test: EXPONENT }] : [tag]
  })
}

const DECIMAL = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}
const EXPONENT = /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$/
