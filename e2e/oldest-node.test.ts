import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { install } from '#bin/install.js'
import { root } from '#bin/root.js'
import { beginWorld } from './begin-world.ts'
import { enter, personOf } from './demo.ts'
import oldest from './oldest-node/package.json' with { type: 'json' }

/** Path of the oldest Node that README.md supports. Its binaries are installed on Linux only; elsewhere the tests' own Node is used. */
async function oldestNode(): Promise<string> {
  if (process.platform !== 'linux') return process.execPath
  const folder = path.join(root, 'e2e/oldest-node')
  await install(folder, 'Installing the oldest Node')
  const [name, version] = [`node-linux-${process.arch}`, Object.values(oldest.optionalDependencies)[0]]
  const program = path.join(folder, 'node_modules', name, 'bin/node')
  expect(execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${version}`)
  return program
}

test('the oldest supported Node migrates, seeds the demo, serves the portal and signs a person in', async ({ browser }) => {
  test.setTimeout(300_000)
  const world = await beginWorld(await oldestNode())
  try {
    const health = await fetch(`${world.url}/api/health`)
    expect([health.status, await health.json()]).toMatchObject([200, { status: 'ok' }])
    const page = await browser.newPage({ baseURL: world.url })
    await enter(page, personOf('shenzhen').name)
    await expect(page.getByRole('region', { name: 'USD' })).toBeVisible()
    await page.context().close()
  } finally {
    await world.end()
  }
})
