import { afterAll, beforeAll, expect, test } from 'vitest'
import { closePeople, makeStore, makeUser, owner, trail } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { handOut } from './hand-out.ts'
import { hasRoom, keepFiles } from './keep-files.ts'

const bytes = Buffer.from('%PDF-1.7 signed for by the neighbour')
const pdf = { type: 'application/pdf', bytes } as const
let scope: MemberScope
let stranger: MemberScope
let id = ''

beforeAll(async () => {
  const { id: userId } = await makeUser()
  scope = memberScope(await makeStore(), 'viewer', { userId })
  stranger = memberScope(await makeStore(), 'owner', { userId })
  ;[id = ''] = await sellerTx(scope, (tx) => keepFiles(tx, scope, 'release_proof', [pdf]))
})
afterAll(closePeople)

test('a file is handed out to its store, with a line in the trail, and to no other', async () => {
  expect(await handOut(scope, 'release_proof', id)).toEqual({ purpose: 'release_proof', id, ...pdf })
  await expect(handOut(stranger, 'release_proof', id)).rejects.toMatchObject({ code: 'not_found' })
  const lines = (await trail('file.read')).map(({ seller_id, detail }) => [seller_id, detail])
  expect(lines).toEqual([[scope.sellerId, { purpose: 'release_proof', file: id }]])
})

test('one that was removed is found by nobody, and what it was stays', async () => {
  const [gone = ''] = await sellerTx(scope, (tx) => keepFiles(tx, scope, 'release_proof', [pdf]))
  await owner()`update files set sealed = null, removed_at = portal_now() where id = ${gone}`
  await expect(handOut(scope, 'release_proof', gone)).rejects.toMatchObject({ code: 'not_found' })
  expect(await owner()`select size, sha256 is not null as hash from files where id = ${gone}`).toMatchObject([{ size: 36, hash: true }])
})

test('the store’s people keep files, and neither change nor remove one, nor keep one of another store', async () => {
  await expect(sellerTx(scope, (tx) => tx.sql`update files set sealed = 'x'`)).rejects.toThrow(/permission denied/)
  await expect(sellerTx(scope, (tx) => tx.sql`delete from files`)).rejects.toThrow(/permission denied/)
  await expect(sellerTx(scope, (tx) => keepFiles(tx, stranger, 'release_proof', [pdf]))).rejects.toThrow(/row-level security/)
})

test('2 GiB of proofs are a store’s quota: the first 36 bytes are kept, so 2,147,483,612 more fit and one byte beyond does not', async () => {
  const fits = (more: number) => sellerTx(scope, (tx) => hasRoom(tx, scope, 'release_proof', more))
  expect([await fits(2_147_483_648 - 36), await fits(2_147_483_648 - 35)]).toEqual([true, false])
})

/** Inserts a file past all code of ours. */
function insert(more: { purpose?: string; mediaType?: string; size?: number; sealed?: number } = {}) {
  const { purpose = 'release_proof', mediaType = 'application/pdf', size = 36, sealed = size + 45 } = more
  return owner()`
    insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
    values (${scope.sellerId}, gen_random_uuid(), ${purpose}, ${mediaType}, ${size}, sha256('x'), ${Buffer.alloc(sealed)})`
}

test.each([
  ['a purpose that is none', { purpose: 'holiday_photo' }],
  ['a type that its purpose does not take', { mediaType: 'image/svg+xml' }],
  ['a size beyond its purpose’s', { size: 15_728_641 }],
  ['bytes that are not sealed', { sealed: 36 }],
])('the database refuses %s', async (_, wrong) => {
  await insert()
  await expect(insert(wrong)).rejects.toThrow(/files_(purpose|sealed)_check/)
})
