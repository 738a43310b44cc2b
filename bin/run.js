// @ts-check
// npm run admin, verify, bench, drill, jobs: installs missing dependencies, then runs the command's TypeScript file.
import { spawn } from 'node:child_process'
import { install } from './install.js'
import { root } from './root.js'
import { giveUp } from './cli-output.js'

/** `database`: whether to start or join the installation's database first. The other commands use their own. */
const commands = /** @type {Readonly<Record<string, { entry: string, database: boolean }>>} */ ({
  admin: { entry: 'bin/admin.ts', database: true },
  verify: { entry: 'bin/verify.ts', database: true },
  jobs: { entry: 'bin/jobs.ts', database: true },
  bench: { entry: 'e2e/bench/run.ts', database: false },
  drill: { entry: 'e2e/drill/drill.ts', database: false },
})

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) giveUp(`Unknown command: "${name}". Commands: ${Object.keys(commands).join(', ')}.`)

await install().catch(giveUp)
const { default: environment } = await import('@next/env')
environment.loadEnvConfig(root, false, { info() {}, error: giveUp })
const script = command.database ? ['bin/with-database.ts', command.entry] : [command.entry]
const child = spawn(process.execPath, ['--import', './bin/typescript.js', ...script, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production' },
})
// The terminal sends Ctrl-C to the child too, so this process only waits for it to end.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('error', (error) => giveUp(error.message))
child.on('exit', (code) => process.exit(code ?? 1))
