// kubectl's JSONPath dialect: text outside braces, {.a.b[0]['c']}, [*], slices, filters, .., {range}{end} and quoted literals.

type Step =
  | { readonly step: 'field'; readonly name: string }
  | { readonly step: 'all' }
  | { readonly step: 'deep'; readonly name: string }
  | { readonly step: 'slice'; readonly from: number | undefined; readonly to: number | undefined; readonly single: boolean }
  | { readonly step: 'filter'; readonly left: readonly Step[]; readonly op: string; readonly right: string }

type Node = { readonly text: string } | { readonly path: readonly Step[] } | { readonly range: readonly Step[]; readonly body: readonly Node[] }

export function jsonPath(template: string, value: unknown): { readonly text: string } | { readonly problem: string } {
  const source = template.includes('{') ? template : `{${template.startsWith('.') || template.startsWith('$') ? '' : '.'}${template}}`
  const tokens = [...source.matchAll(/\{((?:[^{}"']|"[^"]*"|'[^']*')*)\}|([^{]+)/g)].map((match) => (match[1] === undefined ? { text: match[2]! } : { code: match[1].trim() }))
  let at = 0
  let problem: string | undefined
  const parse = (inside: boolean): Node[] => {
    const nodes: Node[] = []
    while (at < tokens.length) {
      const token = tokens[at++]!
      if ('text' in token) nodes.push({ text: token.text! })
      else if (token.code === 'end') {
        if (inside) return nodes
        problem = 'not in range, nothing to end'
      } else if (token.code!.startsWith('range ')) nodes.push({ range: steps(token.code!.slice(6)), body: parse(true) })
      else if (/^["']/.test(token.code!)) nodes.push({ text: unquoted(token.code!) })
      else nodes.push({ path: steps(token.code!) })
    }
    if (inside) problem = 'unexpected end of input, range is not closed'
    return nodes
  }
  const steps = (code: string): Step[] => {
    const found = stepsOf(code)
    if ('problem' in found) problem = found.problem
    return 'problem' in found ? [] : found.steps
  }
  const nodes = parse(false)
  if (problem) return { problem: `error parsing jsonpath ${template}, ${problem}` }
  const render = (list: readonly Node[], root: unknown): string => list.map((node) => {
    if ('text' in node) return node.text
    if ('path' in node) return walk(node.path, [root]).map(textOf).join(' ')
    return walk(node.range, [root]).map((item) => render(node.body, item)).join('')
  }).join('')
  return { text: render(nodes, value) }
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value))

const unquoted = (code: string): string => code.slice(1, -1).replaceAll('\\n', '\n').replaceAll('\\t', '\t')

function stepsOf(code: string): { readonly steps: Step[] } | { readonly problem: string } {
  const steps: Step[] = []
  let rest = code.replace(/^[$@]/, '')
  while (rest !== '') {
    let match: RegExpExecArray | null
    if ((match = /^\.\.([\w-]+|\*)/.exec(rest))) steps.push({ step: 'deep', name: match[1]! })
    else if ((match = /^\.?\[\*\]|^\.\*/.exec(rest))) steps.push({ step: 'all' })
    else if ((match = /^\.?\[\s*['"]([^'"]*)['"]\s*\]/.exec(rest))) steps.push({ step: 'field', name: match[1]! })
    else if ((match = /^\.?\[\s*\?\(\s*@([^=!<>)\s]*)\s*(==|!=|>=|<=|>|<)?\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)\s*\]/.exec(rest))) {
      const left = stepsOf(match[1]!)
      if ('problem' in left) return left
      steps.push({ step: 'filter', left: left.steps, op: match[2] ?? 'exists', right: match[3] ?? match[4] ?? match[5] ?? '' })
    } else if ((match = /^\.?\[\s*(-?\d+)?\s*(:)?\s*(-?\d+)?\s*\]/.exec(rest))) steps.push({ step: 'slice', from: match[1] === undefined ? undefined : Number(match[1]), to: match[3] === undefined ? undefined : Number(match[3]), single: match[2] === undefined })
    else if ((match = /^\.((?:[^.[\\]|\\.)+)/.exec(rest))) steps.push({ step: 'field', name: match[1]!.replaceAll('\\.', '.') })
    else if (rest === '.') match = /^\./.exec(rest)
    else return { problem: `unrecognized character in action: ${JSON.stringify(rest[0])}` }
    rest = rest.slice(match![0].length)
  }
  return { steps }
}

function walk(steps: readonly Step[], start: readonly unknown[]): unknown[] {
  let values = [...start]
  for (const step of steps) values = values.flatMap((value) => take(step, value))
  return values
}

function take(step: Step, value: unknown): unknown[] {
  switch (step.step) {
    case 'field': {
      const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step.name] : undefined
      return found === undefined ? [] : [found]
    }
    case 'all': return typeof value === 'object' && value !== null ? Object.values(value) : []
    case 'deep': {
      const found: unknown[] = []
      const dig = (one: unknown): void => {
        if (typeof one !== 'object' || one === null) return
        for (const [key, child] of Object.entries(one)) {
          if (!Array.isArray(one) && (step.name === '*' || key === step.name)) found.push(child)
          dig(child)
        }
      }
      dig(value)
      return found
    }
    case 'slice': {
      if (!Array.isArray(value)) return []
      if (step.single) return step.from === undefined ? [...value] : value.slice(step.from, step.from === -1 ? undefined : step.from + 1)
      return value.slice(step.from ?? 0, step.to)
    }
    case 'filter': return Array.isArray(value) ? value.filter((one) => passes(step, one)) : []
  }
}

function passes({ left, op, right }: Extract<Step, { step: 'filter' }>, value: unknown): boolean {
  const [found] = walk(left, [value])
  if (op === 'exists') return found !== undefined
  const [a, b] = typeof found === 'number' ? [found, Number(right)] : [textOf(found), right]
  switch (op) {
    case '==': return a === b
    case '!=': return a !== b
    case '>': return a > b
    case '<': return a < b
    case '>=': return a >= b
    default: return a <= b
  }
}
