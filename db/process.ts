import { spawnSync } from 'node:child_process'
import net from 'node:net'

/** The account that runs the server. Empty: the current one. */
export type Account = { uid?: number; gid?: number }

/** The current account; for root `postgres`, otherwise `nobody`, because Postgres refuses to run as root. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Error('The embedded Postgres cannot run as root, and there is neither an account "postgres" nor "nobody" to lend it to.')
}

/** Whether the account can read and enter (or execute) a path: only root can reach a checkout in /root. */
export function canUse(target: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1" && test -r "$1"', 'sh', target], { ...account, cwd: '/' }).status === 0
}

/** The environment of a server's processes: no secrets and none of libpq's variables. */
// The cast is needed because Next's types require NODE_ENV.
export const environment = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv

/** Runs a command as `account` and waits until it ends. */
export function run(command: string, options: readonly string[], account: Account = {}) {
  return spawnSync(command, options, { ...account, cwd: '/', env: environment, encoding: 'utf8' })
}

/** Whether a process with this id runs, under any account. */
export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A port of 127.0.0.1 that is free now. */
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
