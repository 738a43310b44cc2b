import { spawnSync } from 'node:child_process'

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
