// The house's own rules for oxlint. Each message ends with where the thing belongs; bin/lint/planted/ holds, per rule, code
// that must be caught and code that must pass, and house.test.ts runs oxlint over them.
import { address, client, direction, door } from './direction.js'
import { clock, environment, permission, sql, transaction, verb } from './habits.js'
import { money } from './money.js'
import { path } from './paths.js'

export default {
  meta: { name: 'house' },
  rules: { address, client, clock, direction, door, environment, money, path, permission, sql, transaction, verb },
}
