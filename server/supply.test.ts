// What the product is built from: exact versions, above the floors that advisories set, whole by checksum, and no package's
// script runs on install. A test and not `npm audit`, since a build machine may reach no advisory service.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'))

type Locked = { version: string; integrity?: string; resolved?: string; hasInstallScript?: boolean; link?: boolean; inBundle?: boolean } & {
  dev?: boolean
  /** Of some platforms only. */
  optional?: boolean
  engines?: { node?: string }
  optionalDependencies?: Record<string, string>
}
type Wanted = Record<'dependencies' | 'devDependencies' | 'optionalDependencies' | 'overrides', Record<string, string>>

const lock = read('package-lock.json') as { packages: Record<string, Locked> }
const { packages } = lock
const locked = Object.entries(packages).filter(([path]) => path !== '')

/** The product's own, and those of what only tests and the bench install. */
const folders = ['', 'db/test/postgres-15/', 'e2e/bench/lighthouse/', 'e2e/oldest-node/']

/** The lowest version that no advisory of that package names, and why it is the floor. */
const floors: [name: string, floor: string, why: string][] = [
  ['next', '16.3.3', 'GHSA-2xp9-vwfh-vxw4 (image optimiser) and, below it, CVE-2025-29927, CVE-2025-55182, CVE-2026-27978'],
  ['next-auth', '4.24.15', 'CVE-2026-73420, GHSA-x445-f3h2-j279'],
  ['@trpc/server', '11.8.0', 'CVE-2025-68130, and maxBatchSize'],
  ['drizzle-orm', '0.45.2', 'CVE-2026-39356, identifiers from users'],
  ['nodemailer', '7.0.7', 'GHSA-5jpx-9hw9-2fx4, mail to an address that was not meant'],
]

/** True where a ≥ b, by the three numbers of a version; a pre-release counts as the version before it. */
function atLeast(a: string, b: string): boolean {
  const [x, y] = [a, b].map((version) => version.split(/[.-]/).slice(0, 3).map(Number)) as [number[], number[]]
  const at = x.findIndex((part, index) => part !== y[index])
  return at < 0 ? !a.includes('-') || b.includes('-') : (x[at] ?? 0) > (y[at] ?? 0)
}

const below = (versions: [path: string, { version: string }][]) =>
  versions.flatMap(([path, { version }]) =>
    floors
      .filter(([name, floor]) => path.endsWith(`node_modules/${name}`) && !atLeast(version, floor))
      .map(([name, floor, why]) => `${name} ${version} is below ${floor}: ${why}`),
  )

test('no package stands below the floor that its advisories set', () => {
  expect(below([['node_modules/next', { version: '16.2.11' }]])).toHaveLength(1)
  expect(below([['node_modules/next', { version: '16.3.3-canary.1' }]])).toHaveLength(1)
  for (const [name] of floors) expect(packages[`node_modules/${name}`], name).toBeDefined()
  expect(below(locked)).toEqual([])
})

const loose = (versions: Record<string, string>) =>
  Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))

test.each(folders)('%spackage.json names exact versions', (folder) => {
  expect(loose({ a: '^1.2.3', b: 'latest', c: '1.2', d: '18.4.0-beta.17' })).toHaveLength(3)
  const named = read(`${folder}package.json`) as Partial<Wanted>
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'] as const)
    expect(loose(named[group] ?? {}), group).toEqual([])
})

/** Packages without a checksum; what comes bundled within another is covered by that one's. */
const unproven = (entries: [string, Locked][]) =>
  entries.filter(([, one]) => !one.link && !one.inBundle && !/^sha512-[\w+/]{86}==$/.test(one.integrity ?? '')).map(([path]) => path)

test.each(folders)('every package of %spackage-lock.json has its SHA-512 and comes from the reader’s own registry', (folder) => {
  expect(unproven([['node_modules/x', { version: '1.0.0', integrity: 'sha1-abc' }]])).toEqual(['node_modules/x'])
  const { packages: all } = read(`${folder}package-lock.json`) as typeof lock
  const others = Object.entries(all).filter(([path]) => path !== '')
  expect(others.length).toBeGreaterThan(1)
  expect(unproven(others)).toEqual([])
  expect(others.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
})

test('no package runs a script when it is installed', () => {
  expect(locked.some(([, { hasInstallScript }]) => hasInstallScript)).toBe(true)
  expect(readFileSync(new URL('../.npmrc', import.meta.url), 'utf8')).toMatch(/^ignore-scripts=true$/m)
})

/** Optional packages that the lock file lacks: those of platforms other than its writer's, for which npm ci would fail there. */
const lacking = (all: Record<string, Locked>) =>
  Object.entries(all).flatMap(([path, { optionalDependencies = {} }]) => {
    const above = path.split('/node_modules/').map((_, at, parts) => [...parts.slice(0, at + 1), ''].join('/node_modules/'))
    const places = [...above.filter((place) => place !== '/node_modules/'), 'node_modules/']
    return Object.keys(optionalDependencies).filter((name) => !places.some((place) => all[`${place}${name}`]))
  })

test.each(folders)('%spackage-lock.json has the packages of every platform', (folder) => {
  const { packages: all } = read(`${folder}package-lock.json`) as typeof lock
  expect(lacking(all)).toEqual([])
  const [name = ''] = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
  expect(lacking(Object.fromEntries(Object.entries(packages).filter(([path]) => !path.endsWith(`/${name}`))))).toContain(name)
})

test('a version is taken only once it has been public for a week', () => {
  expect(readFileSync(new URL('../.npmrc', import.meta.url), 'utf8')).toMatch(/^min-release-age=7$/m)
})

/** Whether a version is in a range such as `^20.19.0 || >= 22.12`. */
function isIn(version: string, range: string): boolean {
  const full = (part: string) => [...part.split('.'), '0', '0'].slice(0, 3).join('.')
  const holds = (bound: string) => {
    const [, sign = '', part = ''] = /^([\^<>=~]*)\s*v?([\d.]*)/.exec(bound) ?? []
    if (part === '') return bound === '*'
    if (sign === '<') return !atLeast(version, full(part))
    if (sign === '>=') return atLeast(version, full(part))
    return atLeast(version, full(part)) && version.split('.')[0] === part.split('.')[0]
  }
  return range.split('||').some((alternative) =>
    alternative
      .trim()
      .replaceAll(/([<>=])\s+/g, '$1')
      .split(/\s+/)
      .every(holds),
  )
}

test('Node 20.19.0, which the tests run, is what README.md, package.json and the refusal at start name, and enough for every package', () => {
  const { optionalDependencies: tested } = read('e2e/oldest-node/package.json') as Wanted
  expect(new Set(Object.values(tested))).toEqual(new Set(['20.19.0']))
  const text = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  for (const path of ['README.md', 'bin/root.js']) expect(text(path), path).toContain('Node 20 (from 20.19), 22 (from 22.12) or newer')
  expect(read('package.json')).toMatchObject({ engines: { node: '^20.19.0 || >=22.12.0' } })
  const tooNew = (node: string) =>
    locked.filter(([, { dev, optional, engines }]) => !dev && !optional && !isIn(node, engines?.node ?? '*')).map(([path]) => path)
  for (const node of ['20.19.0', '22.12.0', '24.0.0']) expect(tooNew(node), node).toEqual([])
  expect(tooNew('20.9.0')).toContain('node_modules/@noble/hashes')
})
