import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type Account, alive, run } from './process.ts'

/** The folder of a server's files, the account that runs it, and its binaries. */
export type Place = { folder: string; account: Account; bin: string; major: number }

/** Runs initdb in a temporary folder and renames it, so that an interrupted start leaves no incomplete cluster. */
export function makeCluster({ folder, account, bin, major }: Place): void {
  if (fs.existsSync(folder)) return
  removeInterrupted(folder)
  const side = `${folder}.new-${process.pid}`
  fs.mkdirSync(side, { mode: 0o700 })
  const password = path.join(side, 'password')
  fs.writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 })
  if (account.uid !== undefined) for (const file of [side, password]) fs.chownSync(file, account.uid, account.gid ?? account.uid)
  const options = [
    ...['--pgdata', path.join(side, 'data'), '--username', 'postgres', '--auth', 'scram-sha-256', '--pwfile', password],
    ...['--encoding', 'UTF8', '--locale', 'C', '--data-checksums'],
    ...(major >= 17 ? ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'] : []),
  ]
  const made = run(path.join(bin, 'initdb'), options, account)
  const piped = made.status === 0 ? run('mkfifo', ['-m', '600', path.join(side, 'hold')], account) : made
  if (piped.status !== 0) {
    fs.rmSync(side, { recursive: true, force: true })
    throw new Error(`The embedded Postgres could not be made in ${folder}:\n${piped.error?.message ?? piped.stderr}`)
  }
  try {
    fs.renameSync(side, folder)
  } catch (error) {
    fs.rmSync(side, { recursive: true, force: true })
    if (!fs.existsSync(folder)) throw error // otherwise another process was faster; its cluster is used
  }
}

function removeInterrupted(folder: string): void {
  const prefix = `${path.basename(folder)}.new-`
  for (const name of fs.readdirSync(path.dirname(folder)).filter((name) => name.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length))
    if (pid === process.pid || !alive(pid)) fs.rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true })
  }
}
