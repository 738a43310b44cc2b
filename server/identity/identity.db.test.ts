import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { appoint, closePeople, join, makeUser, owner, permitDetails, signedIn, trail } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope, StaffRole, StaffScope } from '#server/platform/actor.ts'
import { errorCode } from '#server/platform/errors.ts'
import { sellerTx, staffTx } from '#server/platform/tx.ts'
import { chooseDocument } from './choose-document.ts'
import { keepPage } from './keep-page.ts'
import { readIdentity } from './read-identity.ts'
import { decideCase } from './review/decide-case.ts'
import { listCases } from './review/list-cases.ts'
import { readCase } from './review/read-case.ts'
import { readPageAsStaff } from './review/read-page-as-staff.ts'
import { takeCase } from './review/take-case.ts'
import { saveDetails } from './save-details.ts'
import * as rows from './store.ts'
import { submitIdentity } from './submit-identity.ts'

type Staff = StaffScope & { readonly name: string }

let marketplace = 0
let store: MemberScope
let picture: Buffer
let people: Record<'reviewer' | 'approver' | 'auditor' | 'elsewhere' | 'insider', Staff>

async function staff(name: string, roles: readonly StaffRole[], at = marketplace): Promise<Staff> {
  const user = await makeUser({ name })
  await appoint(user, roles, at)
  const { session } = await signedIn(user)
  if (!session.staff) throw new Error('no staff')
  return { ...session.staff, name }
}

beforeAll(async () => {
  marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller: 'shop', name: 'Lantern House' })])
  const [seller] = await owner()<[{ id: number }]>`update sellers set opened_at = now() where marketplace_id = ${marketplace} returning id`
  const mei = await makeUser({ name: 'Mei' })
  store = memberScope(seller.id, 'owner', { marketplaceId: marketplace, userId: mei.id })
  await join(seller.id, mei)
  people = {
    reviewer: await staff('Su Min', ['reviewer']),
    approver: await staff('Hsu Ya-wen', ['approver']),
    auditor: await staff('Oliver Grant', ['auditor']),
    elsewhere: await staff('Elsewhere', ['reviewer', 'approver'], await newMarketplace()),
    insider: await staff('Insider', ['reviewer']),
  }
  await join(seller.id, { id: people.insider.userId, email: '' }, 'viewer')
  picture = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
})

beforeEach(async () => {
  await owner()`delete from verified_identities`
  await owner()`delete from identity_pages`
  await owner()`delete from identity_attempts`
})
afterAll(closePeople)

const permit = { region: 'TW', type: 'taiwan_permit' } as const
const reasons = (fields = {}, pages = {}) => ({ fields, pages })
const approve = (who: Staff, id: string) => decideCase(who, who, { id, decision: 'approved', reasons: reasons(), remark: null })

/** Everything that a permit needs, submitted. @returns the case */
async function submitted(): Promise<string> {
  await chooseDocument(store, permit)
  expect(await saveDetails(store, permitDetails())).toEqual({ ok: true })
  expect(await keepPage(store, { page: 'info', files: [picture] })).toEqual({ ok: true })
  expect(await submitIdentity(store, true)).toEqual({ ok: true })
  const { cases } = await listCases(people.reviewer, { show: 'open', place: null, limit: 25 })
  const [first] = cases
  if (!first) throw new Error('no case')
  return first.id
}

describe('a seller', () => {
  test('chooses, types, sends pictures and submits; each step is kept, and the number is shown masked only', async () => {
    expect((await readIdentity(store)).progress).toBe('none')
    expect(await submitIdentity(store, true)).toEqual({ ok: false, reason: 'not_begun' })
    await chooseDocument(store, permit)
    expect((await readIdentity(store)).attempt).toMatchObject({
      state: 'draft',
      typed: null,
      missing: ['info'],
      cannotSubmit: 'details_missing',
    })
    await saveDetails(store, permitDetails())
    const { attempt } = await readIdentity(store)
    expect(attempt?.typed).toMatchObject({ name: '林美玲', latinName: 'LIN MEILING' })
    expect(JSON.stringify(attempt)).not.toContain('12345678')
    expect(attempt?.cannotSubmit).toBe('page_missing')
    await keepPage(store, { page: 'info', files: [picture] })
    expect(await submitIdentity(store, false)).toEqual({ ok: false, reason: 'not_declared' })
    expect(await submitIdentity(store, true)).toEqual({ ok: true })
    expect((await readIdentity(store)).progress).toBe('submitted')
    expect(await saveDetails(store, permitDetails())).toEqual({ ok: false, reason: 'submitted' })
    expect(await chooseDocument(store, permit)).toEqual({ ok: false, reason: 'submitted' })
    expect(await keepPage(store, { page: 'info', files: [picture] })).toEqual({ ok: false, reason: 'submitted' })
  })

  test('is told what is wrong with which field, and nothing of it is kept', async () => {
    await chooseDocument(store, permit)
    const wrong = await saveDetails(store, { ...permitDetails(), number: '1234', birth: '2015-01-01' })
    expect(wrong).toEqual({ ok: false, reason: 'wrong', problems: { number: 'number_format', birth: 'birth_too_young' } })
    expect((await readIdentity(store)).attempt?.typed).toBeNull()
  })

  test('an empty number is the one that was saved', async () => {
    await chooseDocument(store, permit)
    await saveDetails(store, permitDetails())
    expect(await saveDetails(store, { ...permitDetails(), number: '', latinName: '' })).toEqual({ ok: true })
    const { attempt } = await readIdentity(store)
    expect(attempt?.typed).toMatchObject({ latinName: '' })
  })

  test('a document that has expired since it was typed can’t be submitted', async () => {
    await submitted()
    await owner()`update identity_attempts set state = 'draft', submitted_at = null`
    const soon = { ...permitDetails(), validUntil: new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10) }
    expect(await saveDetails(store, soon)).toEqual({ ok: true })
    expect((await readIdentity(store)).attempt?.warnings).toContainEqual({ field: 'validUntil', code: 'expires_soon' })
    await sellerTx(store, async (tx) => {
      const newest = await rows.newestAttempt(tx, store)
      const ended = { ...permitDetails(), validUntil: new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10) }
      await rows.updateTyped(tx, store, newest?.attempt.id ?? '', ended)
    })
    expect(await submitIdentity(store, true)).toEqual({ ok: false, reason: 'details_wrong' })
  })

  test('another document begins anew: what was typed and the picture of the former one are gone', async () => {
    await chooseDocument(store, permit)
    await saveDetails(store, permitDetails())
    await keepPage(store, { page: 'info', files: [picture] })
    expect(await chooseDocument(store, { region: 'CN', type: 'taiwan_permit' })).toEqual({ ok: false, reason: 'not_of_region' })
    await chooseDocument(store, { region: 'CN', type: 'resident_id' })
    expect((await readIdentity(store)).attempt).toMatchObject({ typed: null, pages: [], missing: ['front', 'back'] })
    const kept = await owner()<
      { left: boolean }[]
    >`select retained_from is null as left from files where purpose = 'identity_page' and removed_at is null order by kept_at desc limit 1`
    expect(kept).toEqual([{ left: false }])
    expect(await keepPage(store, { page: 'info', files: [picture] })).toEqual({ ok: false, reason: 'not_needed' })
  })

  test('a picture is a jpeg or png by its content, one at a time', async () => {
    await chooseDocument(store, permit)
    const pdf = Buffer.from('%PDF-1.7 a scan')
    expect(await keepPage(store, { page: 'info', files: [pdf] })).toEqual({ ok: false, reason: 'wrong_type' })
    expect(await keepPage(store, { page: 'info', files: [] })).toEqual({ ok: false, reason: 'missing' })
    expect(await keepPage(store, { page: 'info', files: [picture, picture] })).toEqual({ ok: false, reason: 'too_many' })
    expect(await keepPage(store, { page: 'info', files: [picture.subarray(0, 40)] })).toEqual({ ok: false, reason: 'unreadable' })
  })

  test('others of the store see how far it is, and nothing that was typed; they change nothing', async () => {
    await submitted()
    const manager = memberScope(store.sellerId, 'manager', store)
    expect(await readIdentity({ ...manager, role: 'manager' })).toMatchObject({ progress: 'submitted', attempt: null })
    await expect(saveDetails({ ...store, role: 'manager' }, permitDetails())).rejects.toThrow('not_allowed')
  })
})

describe('a reviewer', () => {
  test('takes a case and approves it: the name on the document is the store’s verified name for twelve months', async () => {
    const id = await submitted()
    expect(await approve(people.reviewer, id)).toEqual({ ok: false, reason: 'not_taken' })
    expect(await takeCase(people.reviewer, people.reviewer, id)).toEqual({ ok: true })
    expect((await readCase(people.reviewer, id)).typed.number).toBe('12345678')
    expect(await approve(people.reviewer, id)).toEqual({ ok: true })
    const { progress, verified } = await readIdentity(store)
    expect(progress).toBe('approved')
    expect(verified).toMatchObject({ name: '林美玲', latinName: 'LIN MEILING' })
    expect((verified?.renewBy ?? 0) - (verified?.verifiedAt ?? 0)).toBe(365 * 86_400_000)
    expect(await submitIdentity(store, true)).toEqual({ ok: false, reason: 'verified' })
    expect(await approve(people.reviewer, id)).toEqual({ ok: false, reason: 'decided' })
  })

  test('sends back with a reason for each item; the seller corrects those, the rest is kept, and the former attempt stays as it was', async () => {
    const id = await submitted()
    await takeCase(people.reviewer, people.reviewer, id)
    const wish = { id, decision: 'sent_back', remark: 'The picture is dark.' } as const
    expect(await decideCase(people.reviewer, people.reviewer, { ...wish, reasons: reasons() })).toEqual({ ok: false, reason: 'no_reason' })
    const refused = reasons({ name: 'differs' }, { info: 'unreadable' })
    expect(await decideCase(people.reviewer, people.reviewer, { ...wish, reasons: refused })).toEqual({ ok: true })
    const { attempt } = await readIdentity(store)
    expect(attempt).toMatchObject({ state: 'sent_back', reasons: refused, remark: 'The picture is dark.', cannotSubmit: 'not_corrected' })

    expect(await saveDetails(store, { ...permitDetails(), number: '', name: '林美齡' })).toEqual({ ok: true })
    const left = reasons({}, { info: 'unreadable' })
    expect((await readIdentity(store)).attempt).toMatchObject({
      state: 'draft',
      missing: ['info'],
      reasons: left,
      remark: 'The picture is dark.',
    })
    await keepPage(store, { page: 'info', files: [picture] })
    expect((await readIdentity(store)).attempt).toMatchObject({ reasons: null, remark: null, cannotSubmit: null })
    expect(await submitIdentity(store, true)).toEqual({ ok: true })
    const { cases } = await listCases(people.approver, { show: 'open', place: null, limit: 25 })
    const again = await readCase(people.approver, cases[0]?.id ?? '')
    expect(again.typed).toMatchObject({ name: '林美齡', number: '12345678' })
    expect(again.earlier).toMatchObject([{ id, state: 'sent_back', remark: 'The picture is dark.' }])
  })

  test('what was sent back stays to be corrected until it is: by wrong details, or by another item’s correction, nothing is lost', async () => {
    const id = await submitted()
    await takeCase(people.reviewer, people.reviewer, id)
    const refused = reasons({ name: 'differs' }, { info: 'cropped' })
    await decideCase(people.reviewer, people.reviewer, { id, decision: 'sent_back', reasons: refused, remark: null })
    expect(await saveDetails(store, { ...permitDetails(), birth: '' })).toMatchObject({ ok: false, reason: 'wrong' })
    expect(await keepPage(store, { page: 'back', files: [picture] })).toEqual({ ok: false, reason: 'not_needed' })
    expect((await readIdentity(store)).attempt).toMatchObject({ state: 'sent_back', reasons: refused })
    expect(await keepPage(store, { page: 'info', files: [picture] })).toEqual({ ok: true })
    const left = { state: 'draft', reasons: reasons({ name: 'differs' }), missing: [], cannotSubmit: 'not_corrected' }
    expect((await readIdentity(store)).attempt).toMatchObject(left)
    expect(await submitIdentity(store, true)).toEqual({ ok: false, reason: 'not_corrected' })
    expect(await saveDetails(store, { ...permitDetails(), name: '林美齡' })).toEqual({ ok: true })
    expect(await submitIdentity(store, true)).toEqual({ ok: true })
  })

  test('of two who reach for a case one has it, until they are done or ten minutes have passed', async () => {
    const id = await submitted()
    const both = await Promise.all([people.reviewer, people.approver].map((who) => takeCase(who, who, id)))
    expect(both.map((one) => (one.ok ? 'taken by me' : one.reason)).toSorted()).toEqual(['taken', 'taken by me'])
    const [mine, other] = both[0]?.ok ? [people.reviewer, people.approver] : [people.approver, people.reviewer]
    expect(await approve(other, id)).toEqual({ ok: false, reason: 'taken' })
    expect((await readCase(other, id)).holder).toBe('other')
    await owner()`update identity_attempts set taken_until = portal_now() where id = ${id}`
    expect(await approve(mine, id)).toEqual({ ok: false, reason: 'not_taken' })
    expect(await takeCase(other, other, id)).toEqual({ ok: true })
    expect(await approve(other, id)).toEqual({ ok: true })
  })

  test('a member of the store decides nothing about it, an auditor only reads, and elsewhere there is no such case', async () => {
    const id = await submitted()
    expect(await takeCase(people.insider, people.insider, id)).toEqual({ ok: false, reason: 'own_store' })
    expect((await readCase(people.auditor, id)).can).toEqual({
      take: { ok: false, reason: 'not_allowed' },
      decide: { ok: false, reason: 'not_allowed' },
    })
    await expect(takeCase(people.auditor, people.auditor, id)).rejects.toThrow('not_allowed')
    for (const asked of [() => readCase(people.elsewhere, id), () => takeCase(people.elsewhere, people.elsewhere, id)])
      await expect(asked()).rejects.toThrow('not_found')
  })

  test('each look at what was typed and at a picture leaves a line in the audit trail', async () => {
    const id = await submitted()
    const { pages } = await readCase(people.auditor, id)
    const [page] = pages
    await readPageAsStaff(people.auditor, { attempt: id, id: page?.file ?? '' })
    const by = String(people.auditor.userId)
    expect(await trail('identity.read')).toContainEqual(expect.objectContaining({ actor_id: by, detail: { attempt: id } }))
    const detail = { purpose: 'identity_page', attempt: id, file: page?.file }
    expect(await trail('file.read')).toContainEqual(expect.objectContaining({ actor_id: by, detail }))
  })
})

describe('the database itself refuses', () => {
  const raw = (who: StaffScope, statement: string) =>
    staffTx(who, (tx) => tx.sql.unsafe(statement)).then(
      ({ count }) => count,
      (error: unknown) => errorCode(error),
    )
  const decided = (id: string) => `select decide_identity_attempt('${id}', 'approved', null, null, 'x', 'X', '')`

  test('a decision by who hasn’t taken the case, a member of the store, an auditor, or staff of another marketplace', async () => {
    const id = await submitted()
    expect(await raw(people.reviewer, decided(id))).toBe('ID004')
    expect(await raw(people.insider, decided(id))).toBe('ID003')
    expect(await raw(people.insider, `select take_identity_attempt('${id}', 'x', 10)`)).toBe('ID003')
    expect(await raw(people.auditor, decided(id))).toBe('ID001')
    expect(await raw(people.elsewhere, decided(id))).toBe('ID002')
    await takeCase(people.reviewer, people.reviewer, id)
    expect(await raw(people.approver, `select take_identity_attempt('${id}', 'x', 10)`)).toBe('ID004')
    expect(await raw(people.reviewer, decided(id))).toBe(1)
    expect(await raw(people.reviewer, decided(id))).toBe('ID002')
  })

  test('a store that approves itself, changes what it has submitted, or reads who reviews it', async () => {
    await submitted()
    const asSeller = (statement: string) =>
      sellerTx(store, (tx) => tx.sql.unsafe(statement)).then(
        ({ count }) => count,
        (error: unknown) => errorCode(error),
      )
    expect(await asSeller(`update identity_attempts set state = 'approved'`)).toBe(0)
    expect(await asSeller(`update identity_attempts set typed = 'x'`)).toBe(0)
    expect(await asSeller(`insert into verified_identities default values`)).toBe('42501')
    expect(await asSeller('delete from identity_pages')).toBe(0)
    const another = `insert into identity_pages select seller_id, attempt, 'back', file from identity_pages`
    expect(await asSeller(another)).toBe('42501')
    expect(await asSeller('select taken_name from identity_attempts')).toBe('42501')
    await owner()`update identity_attempts set state = 'draft', submitted_at = null`
    expect(await asSeller(`update identity_attempts set state = 'approved'`)).toBe('42501') // the policy's condition
    expect(await asSeller(`update identity_attempts set region = 'HK'`)).toBe(1)
    expect(await asSeller(another)).toBe(1) // of a draft it may
    expect(await asSeller('delete from identity_pages')).toBe(2)
  })
})
