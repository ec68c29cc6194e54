import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { PodFill, Verb } from '../../protocol/index.ts'
import { PodGlyph } from './PodGlyph.tsx'
import { VerbGlyph } from './VerbGlyph.tsx'

/** What is left of a drawing for an eye that sees no hue: its shapes, and which of them are filled. */
const shapes = (drawing: React.ReactElement): string => renderToStaticMarkup(drawing).replaceAll(/var\(--[\w-]+\)/g, 'ink').replaceAll(/<svg[^>]*>/g, '')
const different = (drawings: readonly string[]) => expect(new Set(drawings).size).toBe(drawings.length)

test('the states of a Pod are told apart without their colours', () => {
  const fills: readonly PodFill[] = ['pending', 'creating', 'running', 'ready', 'succeeded', 'failed', 'unknown']
  different([...fills.map(fill => shapes(<PodGlyph fill={fill} />)), shapes(<PodGlyph fill="ready" terminating graceLeft={.5} />)])
})

test('the kinds of messages are told apart without their colours', () => {
  const verbs: readonly Verb[] = ['write', 'read', 'reply', 'error', 'watch', 'raft', 'cri', 'packet', 'timer']
  different(verbs.map(verb => shapes(<VerbGlyph verb={verb} />)))
})
