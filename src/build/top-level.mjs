// The functions at the top level of a module of this project, and those of which its constants are made: where they stand, and what names stand beside them.
import { parseAst } from 'vite'

/** Shorter ones are not worth a door. */
const LEAST = 60

/** `functions`: those that may stand elsewhere; what is not a declaration of its own has an `owner`, the constant that it is a part of. `companions`: what nobody outside knows, and may go with the functions that alone use it. `values`: the names of all that is declared, `exported`: of what others may already import. `imports`: where they stand, and what values they
 *  name. `passed`: what is exported straight from another module. */
export function topLevel(text) {
  const functions = []
  const companions = []
  const changed = new Set()
  const values = new Set()
  const exported = new Set()
  const imports = []
  const passed = new Map()
  for (const node of parseAst(text, { lang: 'ts' }).body) {
    if (node.type === 'ImportDeclaration' && node.importKind !== 'type') imports.push({
      start: node.start, end: node.end, source: node.source.value, names: node.specifiers.filter((one) => one.type === 'ImportSpecifier' && one.importKind !== 'type').map(({ imported, local }) => ({ imported: imported.name, local: local.name })),
      text: text.slice(node.start, node.end), isNamed: node.specifiers.every(({ type }) => type === 'ImportSpecifier'),
    })
    if (node.type === 'ExportNamedDeclaration' && node.source && node.exportKind !== 'type') for (const one of node.specifiers) if (one.exportKind !== 'type') passed.set(one.exported.name, { source: node.source.value, name: one.local.name })
    const isExported = node.type === 'ExportNamedDeclaration'
    if (isExported && !node.source) for (const { local } of node.specifiers) exported.add(local.name)
    const declared = isExported ? node.declaration : node
    if (declared?.type === 'FunctionDeclaration' || declared?.type === 'ClassDeclaration') {
      note(declared.id.name)
      if (declared.type === 'FunctionDeclaration') add({ name: declared.id.name, is: 'function', body: declared.body, before: declared.body.start + 1 })
    } else if (declared?.type === 'VariableDeclaration') {
      for (const { id } of declared.declarations) for (const name of namesIn(id)) {
        note(name)
        if (declared.kind !== 'const') changed.add(name)
      }
      const [{ id, init }, ...more] = declared.declarations
      if (declared.kind === 'const' && more.length === 0 && id.type === 'Identifier' && init?.type === 'ArrowFunctionExpression') add({ name: id.name, is: 'arrow', body: init.body })
      else if (declared.kind === 'const' && more.length === 0 && id.type === 'Identifier') for (const part of partsOf(init)) addPart(id.name, part)
    }

    if (!isExported && (node.type === 'FunctionDeclaration' || (node.type === 'VariableDeclaration' && node.kind === 'const' && node.declarations.length === 1 && node.declarations[0].id.type === 'Identifier'))) {
      companions.push({ name: node.id?.name ?? node.declarations[0].id.name, start: node.start, end: node.end, text: text.slice(node.start, node.end) })
    }

    function note(name) {
      values.add(name)
      if (isExported) exported.add(name)
    }
    function addPart(owner, { start, end, key, value }) {
      if (end - start < LEAST || usesThis(value)) return
      const written = text.slice(start, end)
      // What stands in its place, and what it is without its place.
      const place = (door) => (key === undefined ? door : `${key}: ${door}`)
      functions.push({
        name: `${owner}$${key ?? ''}`, owner, is: value.type === 'ArrowFunctionExpression' ? 'arrow' : 'function', body: value.body, isExported: false, start, end, place,
        text: `const ${owner}$${key ?? ''} = ${key === undefined ? written : `({ ${written} }).${key}`}`,
      })
    }
    function add(one) {
      if (node.end - node.start >= LEAST) functions.push({ ...one, isExported, start: node.start, end: node.end, text: text.slice(node.start, node.end) })
    }
  }
  // What is declared more than once says the same thing for several types; what is assigned can be assigned at home only.
  const isBound = ({ text: own }) => own.match(/[\w$]+/g).some((word) => changed.has(word))
  const movable = functions.filter((one) => functions.filter(({ name }) => one.name === name).length === 1 && !isBound(one))
  return { functions: movable, companions: companions.filter((one) => !isBound(one)), values, exported, imports, passed }
}

/** The functions of which a value is made, with their keys, but not those that another function would make. */
function partsOf(node) {
  switch (node?.type) {
    case 'ObjectExpression': return node.properties.flatMap((one) => (one.type === 'Property' ? (isFunction(one.value) ? ofObject(one) : partsOf(one.value)) : []))
    case 'ArrayExpression': return node.elements.flatMap(partsOf)
    case 'CallExpression': case 'NewExpression': return node.arguments.flatMap((one) => (isFunction(one) ? [{ start: one.start, end: one.end, value: one }] : partsOf(one)))
    default: return []
  }
}

const isFunction = ({ type }) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression'
const ofObject = ({ start, end, key, value, kind, computed }) => (kind === 'init' && !computed && key.type === 'Identifier' ? [{ start, end, key: key.name, value }] : [])

function usesThis(node) {
  if (Array.isArray(node)) return node.some(usesThis)
  return typeof node === 'object' && node !== null && (node.type === 'ThisExpression' || node.type === 'Super' || Object.values(node).some(usesThis))
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
