import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A portal with a database of its own, in another process. */
export type World = { readonly url: string; end(): Promise<void> }

/** Starts e2e/world.ts on an empty folder. @param node path of the Node executable that runs it and the portal */
export async function beginWorld(node = process.execPath): Promise<World> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-world-'))
  fs.chmodSync(folder, 0o755) // under root, Postgres runs as another account
  const script = ['--import', './bin/typescript.js', 'e2e/world.ts', folder]
  const world = spawn(node, script, { env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 2, 2, 'ipc'] })
  const [first] = (await Promise.race([once(world, 'message'), once(world, 'exit')])) as [unknown]
  if (typeof first !== 'string') throw new Error(`it ended with ${String(first)}`)
  return {
    url: first,
    async end() {
      world.disconnect()
      await once(world, 'exit')
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}
