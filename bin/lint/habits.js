// Habits that a reviewer would have to look for in each file: clock, environment, transactions, SQL, guards.
import { isStore, isVerb, place } from './places.js'

const once = (callee, object, property) =>
  callee.type === 'MemberExpression' && callee.object.name === object && callee.property.name === property

/** Whoever decides on a date takes the database's clock, which the sandbox can move; a duration may use performance.now(). */
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

/** The environment is read and checked in one place, so that a missing variable stops the start and not a withdrawal. */
export const environment = {
  create(context) {
    const at = place(context.filename)
    const free = at.test || at.top === 'bin' || at.path === 'server/platform/env.ts' || (at.top === '' && /\.config\.[jt]s$/.test(at.name))
    if (free) return {}
    return {
      MemberExpression: (node) => {
        if (!once(node, 'process', 'env')) return
        const up = node.parent
        // Next replaces NEXT_RUNTIME while it compiles, which a call of env() could not be; PATH is handed on to a child.
        if (up.type === 'MemberExpression' && ['NEXT_RUNTIME', 'PATH'].includes(up.property.name)) return
        context.report({ node, message: 'The environment is read once, in server/platform/env.ts. Add the variable there and call env().' })
      },
    }
  },
}

/** A driver's own transaction leaks a client when BEGIN fails and hides a COMMIT that was lost; platform/tx.ts does neither. */
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
        const message = `Transactions are opened by server/platform/tx.ts. Call sellerTx, personTx, gateTx or batchTx, and hand the Tx down.`
        context.report({ node, message })
      },
    }
  },
}

/** SQL stands where a reader of the schema looks for it, and a verb reads as its five beats. */
export const sql = {
  create(context) {
    const at = place(context.filename)
    if (!['server', 'app'].includes(at.top) || at.test || at.folder === 'platform' || isStore(at.name)) return {}
    const report = (node) =>
      context.report({ node, message: `SQL stands in the room’s store.ts. Move the statement there and call it with the open Tx.` })
    return {
      MemberExpression: (node) => ['sql', 'db'].includes(node.property.name) && node.object.name === 'tx' && report(node),
      TaggedTemplateExpression: (node) => node.tag.name === 'sql' && report(node),
    }
  },
}

const byPeople = new Set(['sellerTx', 'personTx', 'gateTx'])
const reads = /^(list|get|find|load|read|count|current|balances?|verify|show|search|export|is|has|can|may|describe)[-.]/
const guards = /^(require|authori[sz]e|ensure|guard|assert|verify|throttle|may)/
const proofs = /^(SellerScope|Session|SignedIn|MarketplaceScope|StaffScope|Actor)$/

/** The name of a call, `audit(…)` or `trail.audit(…)`. */
const called = (node) => (node.callee.type === 'MemberExpression' ? node.callee.property.name : node.callee.name) ?? ''

/**
 * A verb that opens a transaction of a person proves who asks (a call named require…, or a parameter whose type only a gate
 * can make) and leaves a line in the trail; one of the owner, whose proof is the database's password, leaves the line.
 * batchTx is left out: a movement is its own trail, and its gate is the key.
 * It does not prove that the guard is the right one: the permission matrix of the tests does.
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
            message: 'Nobody was asked who calls. Take a SellerScope or Session, or call the room’s require… of permissions.ts first.',
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
