// The house as a unit test: what may stand where, and what each thing comes with. What imports what is bin/lint's part. Every
// check is a function of a tree, so that a planted tree can show that it is able to fail.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { people } from '#demo/people.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const notOurs = new Set(['node_modules', '.git', '.next', '.data', 'test-results', 'playwright-report', 'coverage', 'next-env.d.ts'])

/** Every file of the tree as `path → text`, without what tools make. */
function readTree(): Map<string, string> {
  const tree = new Map<string, string>()
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      if (notOurs.has(entry.name) || entry.name.endsWith('.tsbuildinfo') || entry.isSymbolicLink()) continue
      if (entry.isDirectory()) walk(path)
      else tree.set(path, /\.(png|ico|woff2?)$/.test(entry.name) ? '' : readFileSync(join(root, path), 'utf8'))
    }
  }
  walk('')
  return tree
}

const house = readTree()
const planted = (files: Record<string, string>) => new Map(Object.entries(files))
const paths = (tree: Map<string, string>, wanted: RegExp) => [...tree.keys()].filter((path) => wanted.test(path))

// ---- the top level

const top = {
  folders: ['app', 'server', 'db', 'demo', 'e2e', 'public', 'bin', '.ci'],
  files:
    /^(package(-lock)?\.json|tsconfig\.json|knip\.json|\.oxlintrc\.json|\.oxfmtrc\.json|\.gitignore|\.npmrc|\.containerignore|Containerfile|LICENSE|(README|ARCHITECTURE|CONTRIBUTING)\.md|(next|drizzle|vitest|playwright|postcss)\.config\.(js|ts|mjs)|(proxy|instrumentation)\.ts)$/,
}

const strangers = (tree: Map<string, string>) =>
  [...tree.keys()]
    .map((path) => path.split('/'))
    .filter((parts) => (parts.length === 1 ? !top.files.test(parts[0] ?? '') : !top.folders.includes(parts[0] ?? '')))
    .map((parts) => `${parts.join('/')}: the top level is closed. Code belongs in app/ or server/, tools in bin/.`)

test('the top level holds what ARCHITECTURE.md lists and nothing else', () => {
  expect(strangers(planted({ 'utils/a.ts': '', 'notes.txt': '', 'app/page.tsx': '' }))).toHaveLength(2)
  expect(house.size).toBeGreaterThan(50)
  expect(strangers(house)).toEqual([])
})

// ---- rooms

const notRooms = new Set(['messages'])
const vague = /^(utils?|helpers?|common|misc|shared|lib|types|constants|service|manager|queries|hooks|functions|data|core|base)(\.|$)/

/** A large room has parts, one level deep; files are kebab-case words of the business, and words that mean nothing are no names. */
const misplaced = (tree: Map<string, string>) =>
  paths(tree, /^server\/[^/]+\//).flatMap((path) => {
    const [, room = '', ...inside] = path.split('/')
    const name = inside.at(-1) ?? ''
    if (notRooms.has(room)) return []
    if (inside.length > 2) return [`${path}: a room has parts, a part has none. Move the file up, or make the part a room.`]
    if (inside.some((word) => vague.test(word)))
      return [`${path}: this name says nothing. Call the file by its noun or verb; SQL is store.ts, zod is schema.ts.`]
    if (!/^([a-z0-9]+(-[a-z0-9]+)*(\.fake)?(\.db)?(\.test)?\.ts|README\.md)$/.test(name) && !/\.(txt|json)$/.test(name))
      return [`${path}: files of a room are kebab-case TypeScript. Pixels belong in app/.`]
    return []
  })

test('a room holds only files that its vocabulary has a name for', () => {
  const wrong = [
    'server/orders/utils.ts',
    'server/orders/very/deep/x.ts',
    'server/orders/lib/x.ts',
    'server/orders/Post.ts',
    'server/orders/view.tsx',
  ]
  expect(misplaced(planted(Object.fromEntries(wrong.map((path) => [path, '']))))).toHaveLength(wrong.length)
  expect(misplaced(planted({ 'server/orders/mark-returned.db.test.ts': '', 'server/messages/en/orders.json': '' }))).toEqual([])
  expect(misplaced(house)).toEqual([])
})

/** Functions that a file exports, by name. */
const exported = (text: string) =>
  [...text.matchAll(/^export (?:async )?function (\w+)|^export const (\w+) = (?:async )?(?:<[^>]+>)?\(/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  )

const opensTransaction = /\b((seller|person|member|proven|staff|gate|batch|owner)Tx|marketplaceRead|wholeRead)\(/

/** Verbs, files of server/ that open a transaction, without a test beside them and without one anywhere that imports them by name. */
function untested(tree: Map<string, string>): string[] {
  const tests = paths(tree, /\.test\.tsx?$/).map((path) => tree.get(path) ?? '')
  const imported = new Set(
    tests.flatMap((text) => [...text.matchAll(/^import \{([^}]+)\}/gm)].flatMap((match) => (match[1] ?? '').match(/\w+/g) ?? [])),
  )
  return paths(tree, /^server\/([^/]+\/){1,2}[^/]+\.ts$/).filter((path) => {
    const text = tree.get(path) ?? ''
    if (path.endsWith('.test.ts') || path === 'server/platform/tx.ts' || !opensTransaction.test(text)) return false
    const beside = tree.has(path.replace(/\.ts$/, '.test.ts')) || tree.has(path.replace(/\.ts$/, '.db.test.ts'))
    return !beside && !exported(text).some((name) => imported.has(name))
  })
}

/** Verbs that are tested through somebody else, as their callers use them; and where. */
const testedThrough = {
  'server/marketplace/credentials/create-marketplace.ts': 'server/marketplace/admin.db.test.ts',
  'server/marketplace/credentials/create-sandbox.ts': 'demo/seed.db.test.ts',
  'server/marketplace/credentials/keys.ts': 'server/marketplace/admin.db.test.ts',
  'server/marketplace/credentials/secrets.ts': 'server/marketplace/admin.db.test.ts',
  'server/marketplace/reads/get-balances.ts': 'server/marketplace/reads/reads.db.test.ts',
  'server/marketplace/reads/get-seller.ts': 'server/marketplace/reads/reads.db.test.ts',
  'server/notices/list-outbox.ts': 'e2e/sign-in.test.ts',
}

test('every verb has a test beside it, or one that calls it by name', () => {
  const text = 'export function post() { return batchTx(fn) }'
  const tree = { 'server/orders/post.ts': text, 'server/orders/pay.ts': text, 'server/orders/pay.test.ts': '', 'server/orders/line.ts': '' }
  expect(untested(planted(tree))).toEqual(['server/orders/post.ts'])
  expect(untested(planted({ ...tree, 'server/orders/all.test.ts': "import { post } from './index.ts'" }))).toEqual([])
  expect(untested(house).toSorted()).toEqual(Object.keys(testedThrough))
  expect(Object.values(testedThrough).filter((path) => !house.has(path))).toEqual([])
})

// ---- tables

/** Tables and columns that a migration makes and db/schema/ does not describe. */
function undescribed(tree: Map<string, string>): string[] {
  const schema = paths(tree, /^db\/schema\//)
    .map((path) => tree.get(path) ?? '')
    .join('\n')
  return paths(tree, /^db\/migrations\/.*\.sql$/).flatMap((path) => {
    const text = tree.get(path) ?? ''
    const tables = [...text.matchAll(/^create (?:unlogged )?table "?(\w+)/gim)].map((match) => match[1] ?? '')
    const columns = [...text.matchAll(/\badd column "?(\w+)/gi)].map((match) => match[1] ?? '')
    return [
      ...tables.filter((name) => !new RegExp(`pgTable\\(\\s*'${name}'`).test(schema)),
      ...columns.filter((name) => !schema.includes(`('${name}'`)),
    ].map((name) => `${path}: ${name} is not in db/schema. CONTRIBUTING.md says how a table is changed.`)
  })
}

test('every table and column of a migration is described in db/schema', () => {
  const tree = { 'db/schema/fx.ts': "pgTable('rates', { base: text('base') })", 'db/migrations/0001_a.sql': 'create table rates (\n' }
  expect(undescribed(planted(tree))).toEqual([])
  const wrong = 'create table quotes (id uuid);\nalter table rates add column base text, add column made_at timestamptz;'
  expect(undescribed(planted({ ...tree, 'db/migrations/0002_b.sql': wrong }))).toHaveLength(2)
  expect(undescribed(house)).toEqual([])
})

// ---- words in the code

const undocumented = (tree: Map<string, string>) =>
  paths(tree, /^(server|db|demo|app\/_(ui|components)|bin)\/.*\.(tsx?|js)$/).flatMap((path) => {
    if (/\.test\.tsx?$|^db\/(schema|test)\/|^bin\/lint\//.test(path)) return []
    const lines = (tree.get(path) ?? '').split('\n')
    return lines.flatMap((line, at) => {
      const name = /^export (?:async )?function (\w+)|^export const (\w+) = (?:async )?(?:<[^>]+>)?\(/.exec(line)
      return name && !/\*\/\s*$/.test(lines[at - 1] ?? '') ? [`${path}: ${name[1] ?? name[2]}`] : []
    })
  })

test('every exported function says what it takes, gives and refuses', () => {
  expect(undocumented(planted({ 'server/fx/a.ts': '/** Adds. */\nexport function add() {}\nexport const sub = () => 1' }))).toEqual([
    'server/fx/a.ts: sub',
  ])
  expect(undocumented(house)).toEqual([])
})

const leftovers: [RegExp, string][] = [
  [/\b(TODO|FIXME|HACK)\b/, 'Finish it, or open an issue: a note in the code is read by nobody.'],
  [/\b(test|it|describe)\.(only|skip|todo)\b/, 'A test runs, or it goes.'],
  [/^\s*debugger\b/m, 'Remove the break point.'],
  [/(^|[\s'"`(])\/(home|Users|root|work)\/\w/, 'A path of one machine. Make it relative to the checkout.'],
  [/@ts-(ignore|nocheck)/, 'Say what is wrong with @ts-expect-error and a reason, or mend the type.'],
  [/https?:\/\/(registry\.|[\w.-]*npm[\w.-]*\.(org|com)\/(?!package))/, 'Registries are the reader’s own setting.'],
]

const left = (tree: Map<string, string>) =>
  paths(tree, /\.(tsx?|js|css|sql|md|json)$|(^|\/)(Containerfile|run)$/)
    .filter((path) => path !== 'server/tidy.test.ts' && path !== 'package-lock.json')
    .flatMap((path) => leftovers.flatMap(([what, so]) => (what.test(tree.get(path) ?? '') ? [`${path}: ${what.source}. ${so}`] : [])))

test('nothing was left over from the making', () => {
  expect(left(planted({ 'app/a.ts': '// TODO later', 'db/b.sql': "copy x from '/home/me/x'", 'e2e/c.ts': "test.only('x')" }))).toHaveLength(
    3,
  )
  expect(left(house)).toEqual([])
})

// ---- documents

const documents = paths(house, /\.md$/).filter((path) => !path.startsWith('bin/lint/planted/'))

/** Paths and npm scripts that a document names and the tree does not have. A pattern (`<room>`, `*`, `…`) is no path. */
function broken(text: string, exists: (path: string) => boolean, scripts: Record<string, string>): string[] {
  const named = [...text.matchAll(/(?<![\w/.:@-])((?:app|server|db|e2e|public|bin|\.ci)\/[\w./()[\]-]*|[\w-]+\.(?:md|config\.\w+))/g)]
    .map((match) => (match[1] ?? '').replace(/[.)]+$/, ''))
    .filter((path) => path !== '' && !/[<*…]/.test(path) && !text.includes(`${path}<`) && !text.includes(`${path}*`))
  const run = [...text.matchAll(/npm (?:run )?([a-z:]+)(?=[\s`.,;)])/g)].map((match) => match[1] ?? '')
  const npmOwn = new Set(['ci', 'install', 'run', 'test', 'start', 'audit', 'prefix', 'exec'])
  return [
    ...named.filter((path) => !exists(path)).map((path) => `${path} is named and does not exist`),
    ...run.filter((name) => !npmOwn.has(name) && !scripts[name]).map((name) => `npm run ${name} is named and does not exist`),
  ]
}

test('every path and script that a document names exists', () => {
  const { scripts } = JSON.parse(house.get('package.json') ?? '{}') as { scripts: Record<string, string> }
  expect(broken('see `server/gone.ts` and `npm run nothing`, not server/<room>/x.ts', () => false, scripts)).toHaveLength(2)
  expect(documents.length).toBeGreaterThan(1)
  const wrong = documents.flatMap((path) =>
    broken(house.get(path) ?? '', (named) => existsSync(join(root, named)), scripts).map((complaint) => `${path}: ${complaint}`),
  )
  expect(wrong).toEqual([])
})

test('README.md introduces everybody who signs in to the demo', () => {
  expect(people.length).toBeGreaterThan(5)
  expect(people.filter(({ name }) => !house.get('README.md')?.includes(`| ${name} |`))).toEqual([])
})

test('ARCHITECTURE.md names every room and every top-level folder', () => {
  const text = house.get('ARCHITECTURE.md') ?? ''
  const folders = [...new Set(paths(house, /^server\/[^/]+\//).map((path) => path.split('/')[1] ?? ''))]
  expect(folders.length).toBeGreaterThan(2)
  for (const folder of folders) expect(text, folder).toMatch(new RegExp(`^\\s*${folder}/ `, 'm'))
  for (const folder of top.folders.filter((name) => existsSync(join(root, name)))) expect(text, folder).toContain(`${folder}/`)
})
