import { beforeAll, describe, expect, test } from 'vitest'
import { ownerClient, pool } from '#db/client.ts'
import { ownerTx } from '#server/platform/tx.ts'
import { enterRate } from './enter-rate.ts'
import { newestRate } from './statements.ts'

const owner = ownerClient(1)
beforeAll(() => () => owner.end())

const wish = { base: 'USD', quote: 'CNY', value: '7.1234', source: 'Bank of Harbour' }
const newest = (one = 'USD', other = 'CNY') => ownerTx((tx) => newestRate(tx, one, other))

describe('a rate that staff enter', () => {
  test('is a row with source and time, found either way round, and in the trail', async () => {
    expect(await newest()).toBeNull()
    expect(await enterRate(wish)).toBeNull()
    expect(await newest()).toMatchObject(wish)
    expect(await newest('CNY', 'USD')).toMatchObject(wish)
    const [line] = await owner`select actor_kind, action, detail from audit where action = 'rate.entered'`
    expect(line).toEqual({ actor_kind: 'job', action: 'rate.entered', detail: wish })
  })

  test('counts from its entry on: the newest of the past, none of the future', async () => {
    await owner`insert into rates (base, quote, rate, source, at) values ('USD', 'CNY', 7, 'old', portal_now() - interval '2 days'),
      ('USD', 'CNY', 8, 'soon', portal_now() + interval '1 day')`
    expect(await newest()).toMatchObject({ value: '7.1234' })
  })

  test.each([
    ['EUX is no currency of ISO 4217', { base: 'EUX' }],
    ['a rate is between two currencies', { quote: 'USD' }],
    ['0 is no rate, such as 7.1234', { value: '0' }],
    ['-1 is no rate, such as 7.1234', { value: '-1' }],
    ['7,1 is no rate, such as 7.1234', { value: '7,1' }],
    ['the source has 1 to 120 characters', { source: '' }],
  ])('%s: refused, and nothing is written', async (problem, change) => {
    const before = await owner`select count(*) from rates`
    expect(await enterRate({ ...wish, ...change })).toBe(problem)
    expect(await owner`select count(*) from rates`).toEqual(before)
  })

  test('is never changed or deleted, and the people’s role writes none', async () => {
    await expect(owner`update rates set rate = 1`).rejects.toMatchObject({ code: 'LG002' })
    await expect(pool('portal_people')`delete from rates`).rejects.toMatchObject({ code: '42501' })
    await expect(pool('portal_people')`insert into rates values ('USD', 'CNY', now(), 1, 'x')`).rejects.toMatchObject({ code: '42501' })
  })
})
