import { afterEach, expect, test, vi } from 'vitest'
import { log } from '#server/platform/log.ts'
import { findStore } from './find-store.ts'
import { sessionOf } from './session.ts'

const store = { sellerId: 1, marketplaceId: 3, code: '2bcdfghjkm', externalId: 's-1', role: 'owner', name: 'Lantern' } as const
const session = sessionOf({
  ...{ userId: 7, sessionId: 'id', email: 'mei@example.com', emailConfirmed: true, name: 'Mei', locale: 'en', demo: false },
  ...{ method: 'password', secondFactor: 'totp', secondFactorAge: 10, lastSellerId: null, totp: true, passkeys: 0, staff: null },
  stores: [{ ...store, timeZone: 'Asia/Shanghai', opened: true, closed: false }],
})
const call = { trace: 'abc', where: 'balances.now' }

afterEach(() => {
  vi.restoreAllMocks()
})

test('a call to another person’s store is logged with its trace id; one to an own store or a mistyped code is not', () => {
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {})
  expect(findStore(session, store.code, call)?.store.name).toBe('Lantern')
  expect(findStore(session, 'wp-admin', call)).toBeNull()
  expect(warn).not.toHaveBeenCalled()
  expect(findStore(session, '3bcdfghjkm', call)).toBeNull()
  expect(warn.mock.calls).toEqual([
    [{ trace: 'abc', where: 'balances.now', user: 7, store: '3bcdfghjkm', code: 'foreign_store' }, 'refused'],
  ])
})
