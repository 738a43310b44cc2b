// @ts-check
// npm run check: the quick part of the tests, in under a minute.
import { stopWithUs } from './child.js'
import { checks } from './checks.js'
import { install } from './install.js'
import { runAll } from './test-runner.js'
import { giveUp, say } from './cli-output.js'

stopWithUs()
try {
  await install()
} catch (error) {
  giveUp(error)
}
const { passed, failed } = await runAll(checks(), 2)
say(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
