import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { node } from './child.js'
import { adviceOn } from './install.js'
import { root } from './root.js'

const head = 'npm error code EUSAGE\nnpm error `npm ci` can only install packages when package.json and package-lock.json are in sync.\n'

test('packages missing from the lock file are named, with the command that adds them', () => {
  const said = adviceOn(
    `${head}npm error Missing: @next/swc-darwin-arm64@16.4.6 from lock file\nnpm error Missing: third-party@0.30.0 from lock file\n`,
  )
  expect(said).toContain('  @next/swc-darwin-arm64@16.4.6\n  third-party@0.30.0\n')
  expect(said).toContain('npm install --package-lock-only')
})

test.each([
  ['a checksum that differs', 'npm error code EINTEGRITY\nnpm error sha512-abc= integrity checksum failed when using sha512'],
  ['a package.json that asks for another version', `${head}npm error Invalid: lock file's zod@4.6.7 does not satisfy zod@4.6.8`],
  ['a registry that does not answer', 'npm error code ECONNREFUSED'],
])('%s ends the command with npm’s message', (_, output) => {
  expect(adviceOn(output)).toContain(output)
  expect(adviceOn(output)).toContain('npm ci failed')
})

test('of two concurrent commands one installs and the other waits, also after a killed one', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-install-'))
  const project = { name: 'nothing', version: '1.0.0', dependencies: {} }
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(project))
  fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ ...project, lockfileVersion: 3, packages: { '': project } }))
  fs.mkdirSync(path.join(folder, 'node_modules'))
  fs.writeFileSync(path.join(folder, '.installing'), '999999999')
  const script = `import(${JSON.stringify(path.join(root, 'bin/install.js'))}).then(({ install }) => install(${JSON.stringify(folder)}))`
  const run = () => node(['--input-type=module', '--eval', script])
  const said = await Promise.all([run(), run()])
  expect(said.map(({ code }) => code)).toEqual([0, 0])
  expect(said.filter(({ output }) => output.includes('✓ Installing'))).toHaveLength(1)
  expect(fs.existsSync(path.join(folder, '.installing'))).toBe(false)
  fs.rmSync(folder, { recursive: true })
})
