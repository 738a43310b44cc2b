// The position of a file in the project, and the target of an import. Used by every rule of bin/lint/house.js.
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The folders of server/ in order of dependency: a folder imports only from folders before it. A new room needs an entry here; its position
 * decides which rooms it may use and which may use it.
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

/** Whether a folder of server/ is a room: it owns a part of the business, and others import only its door. */
export const isRoom = (folder) => facts.includes(folder) || business.includes(folder)

/**
 * The position of a file in the project.
 * @param {string} file absolute, or relative to the root
 * @returns {{path: string, top: string, folder: string, name: string, test: boolean}} `folder` is the first one below
 *   `top` ('' when the file lies directly in it); `top` is '' for a file in the root
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

/** The position of the file that a specifier names; null for a package or a module of Node. */
export function target(from, specifier) {
  if (specifier.startsWith('#')) return place(specifier.slice(1))
  if (specifier.startsWith('.')) return place(resolve(root, dirname(from.path), specifier))
  return null
}

const typesOnly = (node) =>
  node.importKind === 'type' || (node.specifiers.length > 0 && node.specifiers.every((one) => one.importKind === 'type'))

/**
 * Visitors that call `found` for each import of this project's own files: static, re-exported, dynamic and in a type.
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

/** `statements.ts` and `statements-<part>.ts`: SQL as text, for statements on sets of rows and calls of database functions. */
export const isStatements = (name) => /^statements(-[a-z-]+)?\.ts$/.test(name)

/** `store.ts` and `store-<part>.ts` (ordinary reads and writes by drizzle), and statements.ts: the files that hold a room's SQL. */
export const isStore = (name) => /^store(-[a-z-]+)?\.ts$/.test(name) || isStatements(name)

/** Whether a file is a verb, one use case of a room (or of marketplace): any file whose name has no other meaning. */
export function isVerb(at) {
  const own = /^(index|schema|(store|statements)(-[a-z-]+)?|postings|errors|mails|permissions|gateway(\..+)?)\.ts$/
  return (
    at.top === 'server' && (isRoom(at.folder) || at.folder === 'marketplace') && at.name.endsWith('.ts') && !at.test && !own.test(at.name)
  )
}
