import { expect, test } from 'vitest'

process.env.PORTAL_SECRET ??= 'a secret of the tests that is long enough for everyone'
process.env.DATABASE_URL ??= 'postgres://nobody@localhost/none'
process.env.PORTAL_URL = 'https://funds.example'
const { isOurs, mayRead } = await import('./origin.ts')

const ours = 'https://funds.example'
const origins = [
  ours,
  undefined,
  'null',
  'https://funds.example.evil.example',
  'http://funds.example',
  'https://funds.example:8443',
  'https://evil.example',
  'https://FUNDS.example/',
]
const sites = [undefined, 'same-origin', 'same-site', 'cross-site', 'none']
const types = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  undefined,
  'text/plain; application/json',
  'application/jsonp',
]

function call(origin?: string, site?: string, type?: string): Request {
  const headers = Object.entries({ origin, 'sec-fetch-site': site, 'content-type': type }).filter(([, value]) => value !== undefined)
  return new Request('https://funds.example/api/trpc/people.signOut', {
    method: 'POST',
    headers: headers as [string, string][],
    body: type ? '{}' : null,
  })
}

test(`of ${origins.length * sites.length * types.length} combinations only our own pages’ JSON changes anything`, () => {
  const let_in = origins.flatMap((origin) =>
    sites.flatMap((site) => types.flatMap((type) => (isOurs(call(origin, site, type)) ? [[origin, site, type]] : []))),
  )
  expect(let_in).toEqual([
    [ours, undefined, 'application/json'],
    [ours, undefined, 'application/json; charset=utf-8'],
    [ours, 'same-origin', 'application/json'],
    [ours, 'same-origin', 'application/json; charset=utf-8'],
  ])
})

test('another site’s page may not read', () => {
  expect(sites.filter((site) => mayRead(call(undefined, site)))).toEqual([undefined, 'same-origin', 'none'])
})
