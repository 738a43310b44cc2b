import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCaller } from '#db/test/caller.ts'
import { receiveEvents } from '../events/receive-events.ts'
import { samples } from './samples.ts'

// The samples of the document, run as they stand by the languages that this machine has.

const run = promisify(execFile)
const commands: Record<string, { needs: string[]; file: string; command: string[] }> = {
  Shell: { needs: ['bash', 'curl', 'openssl', 'od'], file: 'post.sh', command: ['bash', 'post.sh'] },
  Java: { needs: ['java'], file: 'PostEvents.java', command: ['java', 'PostEvents.java'] },
  Go: { needs: ['go'], file: 'main.go', command: ['go', 'run', 'main.go'] },
  PHP: { needs: ['php'], file: 'post.php', command: ['php', 'post.php'] },
  Python: { needs: ['python3'], file: 'post.py', command: ['python3', 'post.py'] },
}
const has = async (program: string) =>
  run('sh', ['-c', `command -v ${program}`]).then(
    () => true,
    () => false,
  )

let folder = ''
let url = ''
const server = http.createServer((incoming, outgoing) => void pass(incoming, outgoing))

async function pass(incoming: http.IncomingMessage, outgoing: http.ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  const response = await receiveEvents(new Request(`${url}/events`, { method: 'POST', headers, body: Buffer.concat(chunks) }))
  outgoing.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text())
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'samples-'))
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

const here: string[] = []
for (const [lang, { needs }] of Object.entries(commands)) if ((await Promise.all(needs.map(has))).every(Boolean)) here.push(lang)

test('every sample has a command, and at least one language is installed', () => {
  expect(samples('').map(({ lang }) => lang)).toEqual(Object.keys(commands))
  expect(here).not.toEqual([])
})

describe('each sample posts its signed event', () => {
  test.each(here)('%s', { timeout: 60_000 }, async (lang) => {
    const { file, command } = commands[lang]!
    const shop = await newCaller()
    const { source } = samples(url).find((one) => one.lang === lang)!
    await writeFile(path.join(folder, file), source)
    const [program = '', ...args] = command
    const { stdout } = await run(program, args, { cwd: folder, env: { ...process.env, KEY: shop.key, SECRET: shop.secret } })
    expect(JSON.parse(stdout)).toEqual({ results: [{ id: 'seller-yunfan-1', status: 'posted' }] })
  })
})
