// The functions at the top level of a module of this project: where they stand, and what names stand beside them.
import { parseAst } from 'vite'

/** Shorter ones are not worth a door. */
const LEAST = 100

/** `functions`: those that may stand elsewhere. `values`: the names of all that is declared, `exported`: of what others may already import. `imports`: the texts of all imports. */
export function topLevel(text) {
  const functions = []
  const values = new Set()
  const exported = new Set()
  const imports = []
  for (const node of parseAst(text, { lang: 'ts' }).body) {
    if (node.type === 'ImportDeclaration') imports.push(text.slice(node.start, node.end))
    const isExported = node.type === 'ExportNamedDeclaration'
    if (isExported) for (const { local } of node.specifiers) exported.add(local.name)
    const declared = isExported ? node.declaration : node
    if (declared?.type === 'FunctionDeclaration' || declared?.type === 'ClassDeclaration') {
      note(declared.id.name)
      if (declared.type === 'FunctionDeclaration') add({ name: declared.id.name, is: 'function', body: declared.body, before: declared.body.start + 1 })
    } else if (declared?.type === 'VariableDeclaration') {
      for (const { id } of declared.declarations) for (const name of namesIn(id)) note(name)
      const [{ id, init }, ...more] = declared.declarations
      if (declared.kind === 'const' && more.length === 0 && id.type === 'Identifier' && init?.type === 'ArrowFunctionExpression') add({ name: id.name, is: 'arrow', body: init.body })
    }

    function note(name) {
      values.add(name)
      if (isExported) exported.add(name)
    }
    function add(one) {
      if (node.end - node.start >= LEAST) functions.push({ ...one, isExported, start: node.start, end: node.end, text: text.slice(node.start, node.end) })
    }
  }
  // What is declared more than once says the same thing for several types.
  return { functions: functions.filter(({ name }) => functions.filter((one) => one.name === name).length === 1), values, exported, imports }
}

function namesIn(pattern) {
  switch (pattern.type) {
    case 'Identifier': return [pattern.name]
    case 'ObjectPattern': return pattern.properties.flatMap((one) => namesIn(one.value ?? one.argument))
    case 'ArrayPattern': return pattern.elements.flatMap((one) => (one ? namesIn(one) : []))
    case 'AssignmentPattern': return namesIn(pattern.left)
    case 'RestElement': return namesIn(pattern.argument)
    default: return []
  }
}
