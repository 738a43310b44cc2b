import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { browser, closePeople, join, mailsTo, makeStore, makeUser, owner, tokenTo, trail } from '#db/test/people.ts'
import { batchTx } from '#server/platform/tx.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { askInvitationAgain, inviteSellers, readInvitation, withdrawInvitation } from './invite-sellers.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
  await owner()`delete from invitations`
  await owner()`delete from sellers`
})

describe('the job that invites sellers', () => {
  test('invites each store with an address and no member, in its language, once', async () => {
    await makeStore({ email: 'Mei@Lantern.example', locale: 'zh-Hant-TW', name: '燈籠店' })
    await makeStore({ email: null })
    const owned = await makeStore({ email: 'owned@example.com' })
    await join(owned, await makeUser())
    expect(await inviteSellers()).toBe(1)
    expect(await inviteSellers()).toBe(0)
    expect(await mailsTo('mei@lantern.example')).toMatchObject([
      { kind: 'invitation', locale: 'zh-TW', params: { store: '燈籠店', days: 14 } },
    ])
    expect(await mailsTo('owned@example.com')).toEqual([])
    expect(await trail('invitation.sent')).toMatchObject([{ actor_kind: 'job', actor_id: 'invite-sellers' }])
  })

  test('skips invalid addresses', async () => {
    for (const email of ['not an address', 'full＠width.example', 'a@b']) await makeStore({ email })
    for (let n = 0; n < 5; n++) await makeStore({ email: `shop${n}@example.net` })
    expect(await inviteSellers(2)).toBe(5)
  })

  test('a closed store is not invited', async () => {
    const store = await makeStore({ email: 'closed@example.com' })
    await owner()`update sellers set closed = true where id = ${store}`
    expect(await inviteSellers()).toBe(0)
  })

  test('when a store changes its address, the first link is withdrawn and the new address is invited', async () => {
    const store = await makeStore({ email: 'first@example.com' })
    await inviteSellers()
    const first = await tokenTo('first@example.com', 'invitation')
    await owner()`update sellers set email = 'second@example.com' where id = ${store}`
    expect(await inviteSellers()).toBe(1)
    expect(await readInvitation(first, browser())).toEqual({ state: 'gone' })
    expect(await readInvitation(await tokenTo('second@example.com', 'invitation'), browser())).toMatchObject({ state: 'open' })
  })

  test('two concurrent runs send one invitation', async () => {
    await makeStore({ email: 'twice@example.com' })
    await Promise.all([inviteSellers(), inviteSellers(), inviteSellers()])
    expect(await mailsTo('twice@example.com')).toHaveLength(1)
  })
})

describe('a link', () => {
  async function invited(email: string, name = 'Lantern House') {
    await makeStore({ email, name })
    await inviteSellers()
    return tokenTo(email, 'invitation')
  }

  test('shows the store and the address; a made-up one shows nothing', async () => {
    const token = await invited('one@example.com')
    expect(await readInvitation(token, browser())).toEqual({ state: 'open', email: 'one@example.com', store: 'Lantern House' })
    // A right link is no guess: seventy colleagues of one office open theirs, where sixty wrong ones are free.
    for (let n = 0; n < 70; n++) await readInvitation(token, browser())
    expect(await readInvitation('x'.repeat(43), browser())).toEqual({ state: 'gone' })
  })

  test('that has expired can be sent again to the same address, with a new token', async () => {
    const token = await invited('late@example.com')
    await owner()`update invitations set ends_at = now()`
    expect(await readInvitation(token, browser())).toEqual({ state: 'expired' })
    await expect(acceptInvitation({ token, name: 'Late', password: 'plum 37 stairs', locale: 'en' }, browser())).rejects.toMatchObject({
      code: 'link_expired',
    })
    await askInvitationAgain(token, browser())
    const again = await tokenTo('late@example.com', 'invitation')
    expect(again).not.toBe(token)
    expect(await readInvitation(token, browser())).toEqual({ state: 'gone' })
    expect(await readInvitation(again, browser())).toMatchObject({ state: 'open' })
  })

  test('asking again with a made-up link gets the same answer and sends nothing', async () => {
    await expect(askInvitationAgain('y'.repeat(43), browser())).resolves.toBeUndefined()
  })

  test('that was withdrawn no longer works', async () => {
    const token = await invited('gone@example.com')
    const [row] = await owner()<[{ id: string }]>`select id from invitations where email = 'gone@example.com'`
    const withdraw = () => batchTx((tx) => withdrawInvitation(tx, row.id), { job: 'invite-sellers' })
    expect([await withdraw(), await withdraw()]).toEqual([true, false])
    expect(await readInvitation(token, browser())).toEqual({ state: 'gone' })
  })
})

test('a new address of a store notifies the job; the same address or none does not', async () => {
  const heard: string[] = []
  const ear = await owner().listen('invitees', (payload) => void heard.push(payload))
  const store = await makeStore({ email: null })
  await owner()`update sellers set email = null, name = 'x' where id = ${store}`
  await owner()`update sellers set email = 'heard@example.com' where id = ${store}`
  await owner()`update sellers set email = 'heard@example.com' where id = ${store}`
  await expect.poll(() => heard.length).toBe(1)
  await ear.unlisten()
})
