import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { insidePath, isStoreCode, lacksStore, paths, storePaths, staffPaths } from './paths.ts'

const code = '4kd7wz2m9q'
const { samePage, pageOf, ...pages } = storePaths(code)

test('an address has its store first, then what it asks for, without fields that have no value', () => {
  expect(pages.overview()).toBe(`/${code}`)
  expect(pages.overview({ opened: '' })).toBe(`/${code}?opened`)
  expect(pages.activity('USD', { bucket: 'pending', period: null, type: ['refund', 'hold'] })).toBe(
    `/${code}/activity/USD?bucket=pending&type=refund&type=hold`,
  )
  expect(pages.activity('USD', '?ref=A+1')).toBe(`/${code}/activity/USD?ref=A+1`)
  expect(pages.why('USD', 'margin')).toBe(`/${code}/why?currency=USD#margin`)
  expect(pages.order('a/b 中')).toBe(`/${code}/releases/a%2Fb%20%E4%B8%AD`)
  expect(pages.releaseForm({ order: 'o', line: 'l' })).toBe(`/api/release-requests?store=${code}&order=o&line=l`)
  expect(paths.signIn({ next: '/x?y=1&z=2' })).toBe('/sign-in?next=%2Fx%3Fy%3D1%26z%3D2')
  expect(paths.secondFactor(null)).toBe('/sign-in/second-factor')
  expect(paths.signIn({ next: '/' })).toBe('/sign-in')
})

test.each([
  [`/${code}`, ''],
  [`/${code}/activity/USD`, '/activity/USD'],
  [`/${code}/activity/USD/20`, '/activity/USD'],
  [`/${code}/activity/USD/day`, '/activity/USD/day'],
  [`/${code}/releases/4711`, '/releases'],
  [`/${code}/requests/new`, '/requests'],
  [`/${code}/settings/team`, '/settings/team'],
])('%s of another store is its %j', (from, to) => {
  expect(storePaths('5kd7wz2m9q').samePage(from)).toBe(`/5kd7wz2m9q${to}`)
})

test('an address from before the store stood in it names the same page, with what it asks for', () => {
  expect(pageOf('/activity/USD?bucket=pending&type=hold')).toBe(`/${code}/activity/USD?bucket=pending&type=hold`)
  expect(pageOf('/')).toBe(`/${code}`)
  for (const path of ['/activity/USD', '/releases', '/releases/1', '/open', '/help', '/settings/team']) expect(lacksStore(path)).toBe(true)
  for (const path of ['/', `/${code}`, `/${code}/releases`, '/sign-in', '/outbox', '/activityx', '/staff/releases'])
    expect(lacksStore(path)).toBe(false)
})

test('no first word of an address can be the code of a store: words begin with letters, codes with digits', () => {
  const groups = readdirSync('app', { withFileTypes: true }).filter((one) => one.isDirectory() && one.name.startsWith('('))
  const words = [...groups.map(({ name }) => `app/${name}`), 'app', 'public']
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => !/^[([]/.test(name))
  expect(words).toEqual(expect.arrayContaining(['api', 'sign-in', 'outbox']))
  expect(words.filter((word) => !/^[A-Za-z_]/.test(word))).toEqual([])
  expect(['4kd7wz2m9q', '2222222222'].every(isStoreCode)).toBe(true)
  expect(['staff', 'api', 'akd7wz2m9q', '4kd7wz2m9', '4kd7wz2m9qq', '4kd7wz2m9a', '4KD7WZ2M9Q', '1kd7wz2m9q', ''].some(isStoreCode)).toBe(
    false,
  )
})

test('every page that an address names has its folder, and every word that an address without a store may begin with', () => {
  const patterns = pagePatterns()
  const words = new Set(readdirSync('app/(portal)/[store]').filter((name) => /^[a-z]/.test(name)))
  const strip = (address: string) => address.replace(/[?#].*/, '') || '/'
  const own = Object.values(paths).map((page) => strip(page()))
  const ofStore = [
    ...[pages.overview(), pages.open(), pages.activity('USD'), pages.entry('USD', 1), pages.day('USD'), pages.releases(), pages.order('o')],
    ...[pages.calendar(), pages.why(), pages.requests(), pages.newRequest({ order: 'o', line: 'l' }), pages.settings(), pages.team()],
    ...[pages.security(), pages.help(), staffPaths.requests(), staffPaths.request('r')],
  ].map(strip)
  for (const address of [...own, ...ofStore])
    expect(
      patterns.some((pattern) => pattern.test(address)),
      address,
    ).toBe(true)
  expect(patterns.some((pattern) => pattern.test(`/${code}/nowhere`))).toBe(false)
  for (const word of ['activity', 'releases', 'requests', 'calendar', 'why', 'help', 'settings', 'open']) {
    expect(lacksStore(`/${word}`), word).toBe(true)
    expect(words, word).toContain(word)
  }
})

/** What the folders of app/ answer, each page as a pattern of its addresses. */
function pagePatterns(): RegExp[] {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)page\.tsx$/.test(path))
  return files
    .filter((path) => !path.includes('[...'))
    .map((path) => {
      const words = path.split('/').slice(0, -1)
      const parts = words.filter((word) => !word.startsWith('(')).map((word) => (word.startsWith('[') ? '[^/]+' : word))
      return new RegExp(`^/${parts.join('/')}$`)
    })
}

test.each([`/${code}/activity/USD?ref=A+1&from=2026-11-01`, '/', `/${code}/releases/A~1:2`, '/why?x=[a]|{b}^`'])(
  'a sign-in leads back to %s',
  (path) => {
    expect(insidePath(path)).toBe(path)
  },
)

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/a b',
  '/a\n',
  '',
  null,
  undefined,
  '/a"<',
  '/a\\b',
])('a sign-in never leads to %j', (path) => {
  expect(insidePath(path)).toBe('/')
})
