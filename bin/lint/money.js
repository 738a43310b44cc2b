// Money must never become a float. A plugin sees no types, so names decide what is money: these rules miss an amount whose name does not
// say so.
import { place } from './places.js'

const words =
  /(^|_)(minor|amount|gross|net|fees?|commission|escrow|total|balance|debt|available|pending|reserve|frozen|processing|price|paid|refund(ed)?|cents|money|credit|debit)(_|$)/
const notMoney =
  /(^|_)(id|ids|at|count|kind|type|name|code|state|status|version|days|digits|length|seconds|ms|key|keys|width|share|percent|ratio|index|rows|pages|bytes)$/

/** `balanceAfter`, `gross_minor`, `FEES` → money; `refundCount`, `pendingAt`, `feeId` → not. */
const isMoney = (name) => {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  return words.test(snake) && !notMoney.test(snake)
}

/** The identifiers in an expression: `Number(book.available - fee)` → book, available, fee. */
function names(node, out = []) {
  if (node.type === 'Identifier') out.push(node.name)
  else if (node.type === 'MemberExpression') names(node.property, out)
  else if (node.type === 'BinaryExpression') [node.left, node.right].forEach((side) => names(side, out))
  else if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach((side) => names(side, out))
  else if (node.type === 'CallExpression') [node.callee, ...node.arguments].forEach((part) => names(part, out))
  else if (['TSNonNullExpression', 'TSAsExpression', 'ChainExpression', 'UnaryExpression', 'AwaitExpression'].includes(node.type))
    names(node.expression ?? node.argument, out)
  return out
}

const ofMoney = (nodes) => nodes.some((node) => names(node).some(isMoney))

const keep = 'Amounts are bigint minor units: calculate and print them with server/money.'
const chart = 'A chart converts at the last moment, in app/_ui/chart/.'

const floats = new Set(['parseFloat', 'toFixed', 'toPrecision', 'toNumber'])
const coerces = new Set(['Number', 'parseInt'])

/** Refuses conversions of money to float outside the charts. */
export const money = {
  create(context) {
    const at = place(context.filename)
    const where = ['app', 'server', 'db', 'demo'].includes(at.top)
    if (!where || at.test || at.path.startsWith('app/_ui/chart')) return {}
    return {
      CallExpression: (node) => {
        const { callee } = node
        const name = callee.type === 'MemberExpression' ? callee.property.name : callee.name
        if (floats.has(name)) context.report({ node, message: `${name} makes a float. ${keep} ${chart}` })
        else if (coerces.has(name) && ofMoney(node.arguments))
          context.report({ node, message: `This makes a float of an amount. ${keep} ${chart}` })
      },
      UnaryExpression: (node) => {
        if (node.operator === '+' && ofMoney([node.argument]))
          context.report({ node, message: `This makes a float of an amount. ${keep} ${chart}` })
      },
      'TSPropertySignature, PropertyDefinition': (node) => declared(context, node, node.key, node.typeAnnotation),
      Identifier: (node) => node.typeAnnotation && declared(context, node, node, node.typeAnnotation),
      Property: (node) => {
        if (node.key.type !== 'Identifier' || !isMoney(node.key.name) || node.value.type !== 'CallExpression') return
        const text = context.sourceCode.getText(node.value)
        if (/^(z\.(coerce\.)?number|z\.int|real|doublePrecision)\(|mode: '(number)'/.test(text))
          context.report({ node, message: `${node.key.name} is declared as a float. ${keep} On the wire it is a decimal string.` })
      },
    }
  },
}

function declared(context, node, key, annotation) {
  if (key?.type !== 'Identifier' || !isMoney(key.name)) return
  if (annotation?.typeAnnotation?.type === 'TSNumberKeyword')
    context.report({ node, message: `${key.name}: number would hold money in a float. ${keep}` })
}
