import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '#db/embedded.ts'
import { changeSecret } from './rotation.ts'
import { prepareDatabase } from './scene.ts'

/**
 * Creates an installation on a Postgres of its own: the roles' passwords depend on its secret, and roles belong to the whole cluster.
 * @returns `url`: the database's address for the superuser; `end` stops and removes the installation
 */
export async function beginInstallation(): Promise<{ url: string; end: () => Promise<void> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-secrets-'))
  fs.chmodSync(folder, 0o755) // under root, Postgres runs as another account
  const database = await startEmbedded(path.join(folder, 'pg'))
  await prepareDatabase(database.url, 'http://localhost:3000')
  const end = async () => {
    await database.stop()
    fs.rmSync(database.folder, { recursive: true, force: true })
    fs.rmSync(folder, { recursive: true, force: true })
  }
  return { url: Object.assign(new URL(database.url), { pathname: '/portal' }).href, end }
}

/**
 * `npm run drill secrets`: rotates the secret of an installation with many sealed values while readers continue. Prints one JSON line.
 * @param args --values N --canaries N --readers N
 * @returns whether no read failed, no value opened in another row, no value still needs the old secret, and a dump has no canary
 */
export async function secrets(args: string[], note: (text: string) => void): Promise<boolean> {
  const { values: given } = parseArgs({
    args,
    options: {
      values: { type: 'string', default: '100000' },
      canaries: { type: 'string', default: '1000' },
      readers: { type: 'string', default: '4' },
    },
  })
  const { url, end } = await beginInstallation()
  try {
    const plan = { values: Number(given.values), canaries: Number(given.canaries), readers: Number(given.readers) }
    const outcome = await changeSecret(url, plan, note)
    process.stdout.write(`${JSON.stringify({ name: 'secrets', ...plan, ...outcome })}\n`)
    const { failedReads, failedAfter, openedElsewhere, found, left } = outcome
    return failedReads === 0 && failedAfter === 0 && openedElsewhere === 0 && found === 0 && left.sealed === 0
  } finally {
    await end()
  }
}
