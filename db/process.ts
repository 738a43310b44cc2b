import { spawnSync } from 'node:child_process'
import net from 'node:net'

/** Who runs the server: Postgres refuses root, so root lends it to another account. Empty: ourselves. */
export type Account = { uid?: number; gid?: number }

/** Ourselves, or for root the account `postgres`, or `nobody` where there is none. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Error('The embedded Postgres cannot run as root, and there is neither an account "postgres" nor "nobody" to lend it to.')
}

/** Whether the account gets to a file or folder: a checkout in /root is closed to everyone but root. */
export function canUse(target: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1" && test -r "$1"', 'sh', target], { ...account, cwd: '/' }).status === 0
}

/** What a server's processes get to see of our environment: no secret and none of libpq's variables. */
// Next's types want NODE_ENV in every environment; a database has none.
export const environment = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv

/** Runs a command to its end as `account`. */
export function run(command: string, options: readonly string[], account: Account = {}) {
  return spawnSync(command, options, { ...account, cwd: '/', env: environment, encoding: 'utf8' })
}

/** Whether a process of that id runs, whoever owns it. */
export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A port of 127.0.0.1 that nobody uses right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
