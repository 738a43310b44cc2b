// Rules about imports. They do not prove that a file without "use client" stays out of the browser (a client file may import it), nor that
// a store reads only the tables of its own room.
import { floors, imports, isRoom, isStore, place } from './places.js'

const doors = new Set(['index.ts', 'schema.ts'])
const touchesDb = new Set(['tx.ts', 'audit.ts', 'outbox.ts', 'listen.ts', 'health.ts'])
const notForPages = new Set(['tx.ts', 'audit.ts', 'outbox.ts'])

/** @returns {string | null} why `from` may not import `to`, and where the code belongs; null: it may */
function refusal(from, to) {
  if (from.test || from.top === 'bin') return null
  if (from.path.startsWith('app/_ui/') && !mayPrimitiveUse(to)) return primitives(to)
  if (to.top === 'app') return from.top === 'app' || from.top === '' ? null : pixels(from)
  if (to.top === 'e2e' || to.top === 'bin') return from.top === to.top ? null : tools(to)
  if (to.top === 'demo') return from.top === 'demo' || from.top === '' ? null : stories(from)
  if (to.top === 'db') return fromDb(from, to)
  if (to.top !== 'server' || to.folder === 'messages') return null
  return from.top === 'server' ? fromRoom(from, to) : fromOutside(from, to)
}

/** A primitive could be used in another product: it may import the files of server/ outside of rooms (formats, paths, the tRPC client). */
const mayPrimitiveUse = (to) =>
  to.path.startsWith('app/_ui/') || to.path === 'app/globals.css' || (to.top === 'server' && !isRoom(to.folder)) || to.top === ''

const primitives = (to) => `app/_ui/ knows neither rooms nor pages. Move what needs ${to.path} to app/_components/.`

const pixels = (from) =>
  `${from.top}/ knows nothing of pages. Move what both need down to server/money, server/platform or a room's schema.ts.`

const stories = (from) =>
  `The portal runs without its demo, so ${from.top}/ imports nothing of demo/. Let instrumentation.ts or bin/ hand in what the demo adds.`

const tools = (to) => `Nothing of the product imports ${to.top}/. Move the shared part to server/ or db/, and let ${to.top}/ import it.`

function fromDb(from, to) {
  if (from.top === 'db') return null
  if (to.path.startsWith('db/test/')) return 'db/test/ is for tests. Move what the product needs to db/.'
  if (from.top === 'demo') return null
  if (from.top !== 'server')
    return `Only a room's store.ts or statements.ts touches db/. Put the statement in server/<room>/store.ts and call the room's door.`
  if (from.folder === 'platform')
    return touchesDb.has(from.name) ? null : `In platform only ${[...touchesDb].join(', ')} touch db/. Take a Tx instead.`
  if (from.folder === 'jobs' || isStore(from.name)) return null
  return `Only store.ts and statements.ts touch db/. Put this statement in server/${from.folder}/store.ts and call it with the open Tx.`
}

function fromRoom(from, to) {
  if (from.folder === to.folder) return null
  const [mine, theirs] = [floors.indexOf(from.folder), floors.indexOf(to.folder)]
  if (theirs < 0)
    return `server/${to.folder} has no floor. Give it its line in bin/lint/places.js, or move the file into a room that is there.`
  if (mine < 0)
    return `server/${from.folder} has no floor. Give it its line in bin/lint/places.js, or move the file into a room that is there.`
  if (theirs > mine)
    return `${from.folder} stands below ${to.folder}. Move the shared part down, or write an outbox event that server/jobs maps to a verb of ${to.folder}.`
  return entered(to)
}

function fromOutside(from, to) {
  if (from.top === 'demo') return entered(to)
  if (from.top === 'db') {
    const low = to.folder === 'money' || to.folder === 'platform' || to.name === 'schema.ts'
    return low ? null : 'db/ rests on money, platform and schemas only. Stories that call verbs belong in demo/.'
  }
  if (to.folder === 'platform' && notForPages.has(to.name))
    return 'A page opens no transaction and writes no trail. Put the use case in server/<room>/<verb>.ts and call the room.'
  return entered(to)
}

const entered = (to) =>
  !isRoom(to.folder) || doors.has(to.name)
    ? null
    : `${to.folder} is entered by its door. Export it from server/${to.folder}/index.ts and import that.`

export const direction = {
  create(context) {
    const from = place(context.filename)
    return imports(from, ({ node, to }) => {
      const message = refusal(from, to)
      if (message) context.report({ node, message })
    })
  },
}

/** Import specifiers: `./x.ts` within a folder of server/ or a top-level folder, `#server/…` across folders. */
export const address = {
  create(context) {
    const from = place(context.filename)
    const home = from.top === 'server' ? 'folder' : 'top'
    return imports(from, ({ node, specifier, to }) => {
      const inside = from.top === to.top && from[home] === to[home]
      if (specifier.startsWith('.') && !inside)
        context.report({ node, message: `This leaves ${from.top}/${home === 'folder' ? from.folder : ''}. Write it as '#${to.path}'.` })
      if (!/\.[a-z]+$/.test(to.name) && !specifier.endsWith('/'))
        context.report({ node, message: `Node resolves no extension here. Write the file's whole name, '${specifier}.ts'.` })
    })
  },
}

/** A client file imports only schemas, money, formats, paths, JSON and types of server/, so that no secret or SQL reaches the browser. */
export const client = {
  create(context) {
    const from = place(context.filename)
    const first = context.sourceCode.ast.body[0]
    if (first?.type !== 'ExpressionStatement' || first.directive !== 'use client') return {}
    return imports(from, ({ node, to, typeOnly }) => {
      if (to.top !== 'server' && to.top !== 'db') return
      if (
        typeOnly ||
        to.folder === 'money' ||
        to.folder === 'format' ||
        to.name === 'schema.ts' ||
        to.path === 'server/platform/paths.ts' ||
        to.name.endsWith('.json')
      )
        return
      context.report({
        node,
        message: `This file goes to the browser. Take a type (import type), a room's schema.ts, server/money or server/format; what needs ${to.path} belongs in a server component or a tRPC procedure.`,
      })
    })
  },
}

/** index.ts is only for the door of a room, and it only re-exports by name. A barrel file elsewhere would hide where code is. */
export const door = {
  create(context) {
    const at = place(context.filename)
    if (at.name !== 'index.ts' && at.name !== 'index.tsx') return {}
    const parts = at.path.split('/')
    if (at.top !== 'server' || parts.length !== 3)
      return {
        Program: (node) =>
          context.report({ node, message: 'index.ts is the door of a room, server/<room>/index.ts. Name this file after what it holds.' }),
      }
    return {
      ExportAllDeclaration: (node) =>
        context.report({ node, message: `A door names what it gives. Write export { … } from '${node.source.value}'.` }),
      'Program > :not(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration)': (node) =>
        context.report({ node, message: 'A door holds no code. Move it to a file of the room and export it from here.' }),
      'ExportNamedDeclaration[declaration!=null]': (node) =>
        context.report({ node, message: 'A door holds no code. Move it to a file of the room and export it from here.' }),
    }
  },
}
