import { expect, test } from 'vitest'
import type { AnswerTo, SwimArrow } from '../../protocol/index.ts'
import { escaped, tag } from './markup.ts'
import { mermaidOf } from './mermaid.ts'

const arrow = (event: number, more: Partial<SwimArrow>): SwimArrow => ({ event, from: 'kubectl', to: 'apiserver', sentAt: event * 1000, at: event * 1000 + 500, verb: 'write', label: 'POST pods', future: false, ...more })
const answer = (arrows: readonly SwimArrow[]): AnswerTo<'swimlanes'> => ({ answer: 'swimlanes', lanes: ['kubectl', 'apiserver', 'node/node-a/runtime'], arrows, bars: [] })
const words = { you: 'you', idle: (seconds: string) => `idle ${seconds} s` }

test('a name from the cluster is text in a diagram, whatever is in it', () => {
  const text = mermaidOf(answer([arrow(1, { label: 'GET "end"; <b>x</b> #1 %%{init}%%\n  p0->>p1: forged' })]), 'a "title"', words)
  const lines = text.split('\n')
  expect(lines.filter((line) => line.includes('->>'))).toEqual(['  p0->>p1: GET #34;(end)#34;#59; #60;b#62;x#60;/b#62; #35;1 #37;#37;#123;init#125;#37;#37; p0-#62;#62;p1: forged · 0.002 s'])
  expect(lines.slice(0, 4)).toEqual(['---', 'title: "a \\"title\\""', '---', 'sequenceDiagram'])
  expect(lines).toContain('  participant p2 as containerd node-a')
})

test('messages stand in the order in which they were sent, each verb with its own arrow, and idle time is noted', () => {
  const text = mermaidOf(answer([arrow(9, { from: 'apiserver', to: 'kubectl', verb: 'reply', label: '201 Created', sentAt: 2_001_500, at: 2_002_000 }), arrow(2, {}), arrow(3, { from: 'apiserver', to: 'node/node-a/runtime', verb: 'watch', label: '' })]), '', words)
  expect(text.split('\n').filter((line) => /^ {2}(p|Note)/.test(line) && !line.includes('participant'))).toEqual([
    '  p0->>p1: POST pods · 0.003 s', '  p1--)p2: watch · 0.004 s', '  Note over p0,p2: idle 1.998 s', '  p1-->>p0: 201 Created · 2.002 s',
  ])
})

test('markup keeps text as text', () => {
  expect(tag('text', { x: 1.23456, title: 'a "b" <c>', gone: undefined }, escaped('<script>&\u0007'))).toBe('<text x="1.23" title="a &quot;b&quot; &lt;c&gt;">&lt;script&gt;&amp; </text>')
})
