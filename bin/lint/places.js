// Where a file stands in the house, and what an import points at. Used by every rule of bin/lint/house.js.
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * server/ from the ground up: a folder imports only from folders named before it. A new room is a new word here, and its
 * position is a decision: it may use what stands before it and is used by what stands after it.
 */
const foundations = ['money', 'platform', 'messages', 'format']
const facts = ['secrets', 'ledger', 'policies', 'sellers', 'people', 'files', 'proposals', 'identity', 'accounts', 'fx', 'cases']
const business = [
  'orders',
  'releases',
  'requests',
  'withdrawals',
  'activity',
  'statements',
  'forecast',
  'overview',
  'reconciliation',
  'notices',
  'sandbox',
]
const edges = ['api', 'marketplace', 'jobs']
export const floors = [...foundations, ...facts, ...business, ...edges]

/** A folder of server/ that owns a part of the business and is entered through its door only. */
export const isRoom = (folder) => facts.includes(folder) || business.includes(folder)

/**
 * @param {string} file absolute, or relative to the root
 * @returns {{path: string, top: string, folder: string, name: string, test: boolean}} `folder` is the first one below
 *   `top` ('' when the file lies directly in it); `top` is '' for a file of the root
 */
export function place(file) {
  const path = relative(root, resolve(root, file)).split(sep).join('/')
  const parts = path.split('/')
  const name = parts.at(-1)
  return {
    path,
    top: parts.length > 1 ? parts[0] : '',
    folder: parts.length > 2 ? parts[1] : '',
    name,
    test: /\.test\.tsx?$/.test(name) || path.startsWith('db/test/') || path.startsWith('e2e/') || path === 'playwright.config.ts',
  }
}

/** The place that a specifier names, or null for a package or a module of Node. */
export function target(from, specifier) {
  if (specifier.startsWith('#')) return place(specifier.slice(1))
  if (specifier.startsWith('.')) return place(resolve(root, dirname(from.path), specifier))
  return null
}

const typesOnly = (node) =>
  node.importKind === 'type' || (node.specifiers.length > 0 && node.specifiers.every((one) => one.importKind === 'type'))

/**
 * Visitors that call `found` for each import of this house's own files: static, re-exported, dynamic and in a type.
 * @param {(edge: {node: object, specifier: string, to: object, typeOnly: boolean}) => void} found
 */
export function imports(from, found) {
  const meet = (node, source, typeOnly) => {
    const specifier = source?.type === 'TemplateLiteral' ? source.quasis[0]?.value.cooked : source?.value
    const to = typeof specifier === 'string' ? target(from, specifier) : null
    if (to) found({ node, specifier, to, typeOnly })
  }
  return {
    ImportDeclaration: (node) => meet(node, node.source, typesOnly(node)),
    ExportNamedDeclaration: (node) => node.source && meet(node, node.source, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => meet(node, node.source, node.exportKind === 'type'),
    ImportExpression: (node) => meet(node, node.source, false),
    TSImportType: (node) => meet(node, node.source ?? node.argument?.literal ?? node.argument, true),
  }
}

/** `statements.ts` and `statements-<part>.ts`: SQL as text, for what works on sets of rows or calls a function of the database. */
export const isStatements = (name) => /^statements(-[a-z-]+)?\.ts$/.test(name)

/** `store.ts` and `store-<part>.ts`: ordinary reads and writes, by drizzle. With statements.ts they hold a room's SQL. */
export const isStore = (name) => /^store(-[a-z-]+)?\.ts$/.test(name) || isStatements(name)

/** True for the files that hold one use case of a room: everything but the names with a duty of their own. */
export function isVerb(at) {
  const own = /^(index|schema|(store|statements)(-[a-z-]+)?|postings|errors|mails|permissions|gateway(\..+)?)\.ts$/
  return (
    at.top === 'server' && (isRoom(at.folder) || at.folder === 'marketplace') && at.name.endsWith('.ts') && !at.test && !own.test(at.name)
  )
}
