// @ts-check
import { bin, tool, vitest } from './test-runner.js'

/** The checks that need neither database nor browser: types, lint, format, dead code, pure tests. The longest comes first. */
export function checks() {
  return [
    vitest('Pure tests', ['--project', 'pure']),
    tool('Types of the routes', [bin('next'), 'typegen']),
    tool('Lint', [bin('oxlint')]),
    tool('Types', [bin('typescript', 'tsc'), '--noEmit', '--project', '.']),
    tool('Dead code', [bin('knip')]),
    tool('Dead code but for its tests', [bin('knip'), '--production']),
    tool('Format', [bin('oxfmt'), '--check']),
  ]
}
