import { expect, test } from 'vitest'
import { type OpenedRow, sessionOf, storeOf, storeToOpen } from './session.ts'

const store = {
  sellerId: 1,
  marketplaceId: 3,
  code: '2bcdfghjkm',
  externalId: 's-1',
  role: 'owner',
  name: 'Lantern',
  timeZone: 'Asia/Shanghai',
  opened: true,
  closed: false,
} as const
const second = { ...store, sellerId: 2, code: '3bcdfghjkm', externalId: 's-2', name: null, role: 'viewer', opened: false } as const

const row: OpenedRow = {
  userId: 7,
  sessionId: 'id',
  email: 'mei@example.com',
  emailConfirmed: true,
  name: 'Mei',
  locale: 'en',
  demo: false,
  method: 'password',
  secondFactor: 'totp',
  secondFactorAge: 10,
  lastSellerId: 2,
  totp: true,
  passkeys: 0,
  staff: { roles: ['auditor'], marketplaceId: 3, marketplace: 'Mall', timeZone: 'Asia/Shanghai' },
  stores: [store, second],
}

test('the scope is of the named store, whichever was opened last', () => {
  const session = sessionOf(row)
  expect(session.staff).toMatchObject({ userId: 7, roles: ['auditor'], marketplaceId: 3 })
  expect(storeOf(session, store.code)?.scope).toEqual({ sellerId: 1, marketplaceId: 3, role: 'owner', userId: 7, sessionId: 'id' })
  expect(storeOf(session, second.code)).toMatchObject({
    scope: { sellerId: 2, role: 'viewer' },
    store: { name: 's-2', status: 'unopened' },
  })
})

test.each(['4bcdfghjkm', '', '1', '2', 's-1', '2BCDFGHJKM', '2bcdfghjkm '])('%j names no store of the person', (code) => {
  expect(storeOf(sessionOf(row), code)).toBeNull()
})

test('one factor makes neither a scope nor staff', () => {
  const session = sessionOf({ ...row, secondFactor: null })
  expect(session).toMatchObject({ secondFactor: false, staff: null })
  expect(storeOf(session, store.code)).toBeNull()
})

test('`/` opens the last store, else the only one, and none of several before one was opened', () => {
  const opened = (more: Partial<OpenedRow>) => storeToOpen(sessionOf({ ...row, ...more }))?.sellerId ?? null
  expect(opened({})).toBe(2)
  expect(opened({ lastSellerId: 3 })).toBeNull()
  expect(opened({ lastSellerId: null })).toBeNull()
  expect(opened({ lastSellerId: 3, stores: [store] })).toBe(1)
  expect(opened({ stores: [] })).toBeNull()
})

test('a store that was closed before its account was opened stays unopened, so no amount is shown', () => {
  const closed = sessionOf({
    ...row,
    stores: [
      { ...store, closed: true },
      { ...store, sellerId: 2, opened: false, closed: true },
    ],
  })
  expect(closed.stores.map((one) => one.status)).toEqual(['closed', 'unopened'])
})
