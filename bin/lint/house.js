// This project's own oxlint rules. Each message says where the code belongs. bin/lint/planted/ holds, per rule, code that must be caught
// and code that must pass; house.test.ts runs oxlint over them.
import { address, client, direction, door } from './direction.js'
import { clock, environment, permission, sql, transaction, verb } from './habits.js'
import { money } from './money.js'
import { path } from './paths.js'

export default {
  meta: { name: 'house' },
  rules: { address, client, clock, direction, door, environment, money, path, permission, sql, transaction, verb },
}
