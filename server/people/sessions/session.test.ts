import { expect, test } from 'vitest'
import { chosenStore, isFresh, type OpenedRow, sessionOf } from './session.ts'

const store = {
  sellerId: 1,
  externalId: 's-1',
  role: 'owner',
  name: 'Lantern',
  timeZone: 'Asia/Shanghai',
  opened: true,
  closed: false,
} as const

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
  chosen: 2,
  totp: true,
  passkeys: 0,
  staff: ['auditor'],
  stores: [store, { ...store, sellerId: 2, externalId: 's-2', name: null, role: 'viewer', opened: false }],
}

test('both factors make the scope of the chosen store', () => {
  const session = sessionOf(row)
  expect(session.scope).toEqual({ sellerId: 2, role: 'viewer' })
  expect(chosenStore(session)).toMatchObject({ name: 's-2', status: 'unopened' })
})

test('a store that is not theirs (any more) is not chosen', () => {
  expect(sessionOf({ ...row, chosen: 3 }).scope?.sellerId).toBe(1)
  expect(sessionOf({ ...row, chosen: null }).scope?.sellerId).toBe(1)
  expect(sessionOf({ ...row, stores: [] }).scope).toBeNull()
})

test('one factor makes neither a scope nor staff', () => {
  const session = sessionOf({ ...row, secondFactor: null, secondFactorAge: null })
  expect(session).toMatchObject({ secondFactor: false, scope: null, staff: [] })
  expect(chosenStore(session)).toBeNull()
})

test('a factor is fresh for five minutes', () => {
  expect([0, 300, 301].map((secondFactorAge) => isFresh(sessionOf({ ...row, secondFactorAge })))).toEqual([true, true, false])
  expect(isFresh(sessionOf({ ...row, secondFactor: null, secondFactorAge: null }))).toBe(false)
})

test('a store that was closed before it was opened stays unopened, so that no amount of it is shown', () => {
  const closed = sessionOf({
    ...row,
    stores: [
      { ...store, closed: true },
      { ...store, sellerId: 2, opened: false, closed: true },
    ],
  })
  expect(closed.stores.map((one) => one.status)).toEqual(['closed', 'unopened'])
})
