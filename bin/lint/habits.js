// Conventions that a reviewer would otherwise have to check in each file: clock, environment, transactions, SQL, permissions.
import { isStatements, isStore, isVerb, place } from './places.js'

const once = (callee, object, property) =>
  callee.type === 'MemberExpression' && callee.object.name === object && callee.property.name === property

/** Decisions about dates use the database's clock, because the sandbox can move it. A duration may use performance.now(). */
export const clock = {
  create(context) {
    const at = place(context.filename)
    if (at.top !== 'server' || at.folder === 'platform' || at.test) return {}
    const message = 'The time is the database’s. Call now(tx) of server/platform/clock.ts, or take the instant as an argument.'
    return {
      NewExpression: (node) => node.callee.name === 'Date' && node.arguments.length === 0 && context.report({ node, message }),
      CallExpression: (node) => (once(node.callee, 'Date', 'now') || node.callee.name === 'Date') && context.report({ node, message }),
    }
  },
}

/** The environment is read and checked in one place, so that a missing variable fails the start and not a withdrawal later. */
export const environment = {
  create(context) {
    const at = place(context.filename)
    const free = at.test || at.top === 'bin' || at.path === 'server/platform/env.ts' || (at.top === '' && /\.config\.[jt]s$/.test(at.name))
    if (free) return {}
    return {
      MemberExpression: (node) => {
        if (!once(node, 'process', 'env')) return
        const up = node.parent
        // Next replaces process.env.NEXT_RUNTIME when it compiles, but not a call of env(). PATH is only passed to a child process.
        if (up.type === 'MemberExpression' && ['NEXT_RUNTIME', 'PATH'].includes(up.property.name)) return
        context.report({ node, message: 'The environment is read once, in server/platform/env.ts. Add the variable there and call env().' })
      },
    }
  },
}

/** The driver's own transaction leaks a client when BEGIN fails and reports a lost COMMIT as a failure; platform/tx.ts does neither. */
export const transaction = {
  create(context) {
    const at = place(context.filename)
    const free = at.test || at.path === 'server/platform/tx.ts' || at.top === 'bin' || at.path === 'db/migrate.ts'
    if (free) return {}
    return {
      CallExpression: (node) => {
        const { callee } = node
        if (callee.type !== 'MemberExpression') return
        if (!['transaction', 'begin', 'savepoint'].includes(callee.property.name)) return
        const message = `Transactions are opened by server/platform/tx.ts. Call sellerTx, personTx, memberTx, staffTx, gateTx or batchTx, and hand the Tx down.`
        context.report({ node, message })
      },
    }
  },
}

/**
 * A room's SQL is in two kinds of files, so that a verb shows only its steps and a reader finds every statement: store.ts holds typed
 * drizzle, statements.ts SQL as text.
 */
export const sql = {
  create(context) {
    const at = place(context.filename)
    if (!['server', 'app'].includes(at.top) || at.test || at.folder === 'platform') return {}
    if (isStatements(at.name)) return inStatements(context)
    if (isStore(at.name)) return inStore(context)
    const report = (node) =>
      context.report({ node, message: `SQL stands in the room’s store.ts. Move the statement there and call it with the open Tx.` })
    return {
      MemberExpression: (node) => ['sql', 'db'].includes(node.property.name) && node.object.name === 'tx' && report(node),
      TaggedTemplateExpression: (node) => node.tag.name === 'sql' && report(node),
    }
  },
}

const ofTx = (node, name) => node.property.name === name && node.object.name === 'tx'

function inStatements(context) {
  const report = (node) =>
    context.report({ node, message: 'This file holds SQL as text. Move what drizzle can say to store.ts beside it.' })
  return {
    MemberExpression: (node) => ofTx(node, 'db') && report(node),
    ImportDeclaration: (node) => node.source.value.startsWith('drizzle-orm') && report(node),
  }
}

function inStore(context) {
  const report = (node) => context.report({ node, message: 'This file holds typed drizzle. Move SQL as text to statements.ts beside it.' })
  return {
    MemberExpression: (node) => (ofTx(node, 'sql') || (node.property.name === 'execute' && ofTxDb(node.object))) && report(node),
    // `({ sql }: Tx) => …`; below, functions that give access to the driver's client
    ObjectPattern: (node) => node.properties.some((one) => one.key?.name === 'sql') && report(node),
    CallExpression: (node) => ['oneStatement', 'withPool'].includes(node.callee.name) && report(node),
  }
}

const ofTxDb = (node) => node.type === 'MemberExpression' && ofTx(node, 'db')

const byPeople = new Set(['sellerTx', 'personTx', 'memberTx', 'provenTx', 'staffTx', 'gateTx'])
const reads = /^(list|get|find|load|read|count|current|balances?|verify|show|search|export|is|has|can|may|describe)[-.]/
const guards = /^(require|authori[sz]e|ensure|guard|assert|verify|throttle|may)/
const proofs = /^(SellerScope|MemberScope|Session|SignedIn|MarketplaceScope|StaffScope|Actor)$/

/** The name of the function that a call calls: `audit` for `audit(…)` and `trail.audit(…)`. */
const called = (node) => (node.callee.type === 'MemberExpression' ? node.callee.property.name : node.callee.name) ?? ''

/**
 * A verb that opens a person's transaction must authenticate the caller (by a call named require…, or a parameter whose type only a gate
 * makes) and write an audit entry. One that opens the owner's transaction must write an audit entry; its proof is the database's password.
 * batchTx is exempt: its movements are a record themselves, and its gate is the API key.
 * The rule does not prove that the guard is the right one; the permission matrix of the tests does.
 */
export const verb = {
  create(context) {
    const at = place(context.filename)
    if (!isVerb(at)) return {}
    let opened = null
    let owned = null
    let guarded = false
    let told = false
    return {
      CallExpression: (node) => {
        const name = called(node)
        if (byPeople.has(name)) opened ??= node
        if (name === 'ownerTx') owned ??= node
        if (guards.test(name)) guarded = true
        if (name === 'audit') told = true
      },
      TSTypeReference: (node) => {
        if (proofs.test(node.typeName.name ?? '')) guarded = true
      },
      'Program:exit': () => {
        const node = opened ?? owned
        if (!node || reads.test(at.name)) return
        if (!guarded && node !== owned)
          context.report({
            node,
            message:
              'Nobody was asked who calls. Take a MemberScope or Session, or call requirePermission or requireStaffPermission first.',
          })
        if (!told)
          context.report({
            node,
            message: 'This leaves no trail. Call audit(tx, actor, …) of server/platform/audit.ts in the same transaction.',
          })
      },
    }
  },
}

const openers = new Set([...byPeople, 'sellerRead', 'staffRead'])

/** By the name of a scope's type: the permission check that a verb must call first, and its file. */
const questions = {
  SellerScope: { asks: 'requirePermission', from: 'server/platform/permission.ts' },
  MemberScope: { asks: 'requirePermission', from: 'server/platform/permission.ts' },
  StaffScope: { asks: 'requireStaffPermission', from: 'server/platform/staff-permission.ts' },
}

/** The check for a type annotation: a scope, or a union that contains one. Null: no scope. */
const questionOf = (type) =>
  type?.type === 'TSUnionType'
    ? (type.types.map(questionOf).find(Boolean) ?? null)
    : type?.type === 'TSTypeReference'
      ? (questions[type.typeName.name] ?? null)
      : null

/** The name of a function's scope parameter with its check; null if it has none. */
const scopeOf = ({ params }) => {
  for (const one of params) {
    const question = questionOf(one.typeAnnotation?.typeAnnotation)
    if (question) return { name: one.name, ...question }
  }
  return null
}

/** Whether a function is exported where it is declared. */
const isExported = ({ parent }) =>
  parent.type === 'ExportNamedDeclaration' ||
  (parent.type === 'VariableDeclarator' && parent.parent.parent.type === 'ExportNamedDeclaration')

/** Whether the function's first statement is the check of this scope, e.g. `requirePermission(scope, 'export')`. */
const asksFirst = ({ body }, scope) => {
  const call = body.type === 'BlockStatement' && body.body[0]?.type === 'ExpressionStatement' ? body.body[0].expression : null
  const [of, permission] = call?.type === 'CallExpression' && called(call) === scope.asks ? call.arguments : []
  return of?.type === 'Identifier' && of.name === scope.name && permission?.type === 'Literal'
}

/** The name of a top-level function; null for an anonymous one. */
const nameAtTop = ({ id, parent }) => id?.name ?? (parent.type === 'VariableDeclarator' ? parent.id.name : null)

/**
 * A verb that opens a transaction with a seller's or staff scope, directly or through functions of its file, must check the permission in
 * its first statement, because a check by each caller would be forgotten in some. The permission must be a literal, so that no caller can
 * choose it.
 */
export const permission = {
  create(context) {
    if (!isVerb(place(context.filename))) return {}
    const open = []
    const atTop = []
    const enter = (node) => open.push({ node, calls: new Set() })
    const leave = () => {
      const one = open.pop()
      const around = open.at(-1)
      if (!around) atTop.push(one)
      // The calls of a nested function count as calls of the outer one.
      else for (const name of one.calls) around.calls.add(name)
    }
    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      CallExpression: (node) => open.at(-1)?.calls.add(called(node)),
      'FunctionDeclaration:exit': leave,
      'FunctionExpression:exit': leave,
      'ArrowFunctionExpression:exit': leave,
      'Program:exit': () => {
        const opening = new Set(openers)
        const opens = ({ calls }) => [...calls].some((name) => opening.has(name))
        // Adds functions that call an opener, then their callers, and so on, until a round finds no more.
        for (let before = 0; before < opening.size;) {
          before = opening.size
          for (const one of atTop.filter(opens)) opening.add(nameAtTop(one.node))
        }
        for (const one of atTop.filter(opens)) {
          const scope = isExported(one.node) ? scopeOf(one.node) : null
          if (!scope || asksFirst(one.node, scope)) continue
          const message = `The role was not asked for. Begin with ${scope.asks}(${scope.name}, '…') of ${scope.from}.`
          context.report({ node: one.node.type === 'FunctionDeclaration' ? one.node.id : one.node, message })
        }
      },
    }
  },
}
