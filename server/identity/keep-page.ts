import { cleanFiles, faultOf, hasRoom, keepFiles } from '#server/files/index.ts'
import type { FileFault } from '#server/files/schema.ts'
import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { type EditReason, leftReasons } from './attempt.ts'
import { type DocumentPage, pagesOf } from './documents/document.ts'
import { draftOf, lockEditable } from './draft.ts'
import * as store from './store.ts'

export type Kept = { readonly ok: true } | { readonly ok: false; readonly reason: EditReason | FileFault | 'not_needed' }

/**
 * Keeps a picture of a page of the document, in place of an earlier one. It is decoded outside of any transaction.
 * @param sent.files one jpeg or png of at most 10 MB, told by its content
 * @returns why not; nothing was kept then
 */
export async function keepPage(
  scope: MemberScope,
  sent: { readonly page: DocumentPage; readonly files: readonly Uint8Array[] },
): Promise<Kept> {
  requirePermission(scope, 'identity.verify')
  const fault = faultOf('identity_page', sent.files)
  if (fault) return { ok: false, reason: fault.reason }
  const cleaned = await cleanFiles('identity_page', sent.files)
  if (!cleaned.ok) return { ok: false, reason: cleaned.reason }
  return sellerTx(scope, async (tx) => {
    const found = await lockEditable(tx, scope)
    if (typeof found === 'string') return { ok: false, reason: found }
    const { attempt } = found
    if (!pagesOf[attempt.type].includes(sent.page)) return { ok: false, reason: 'not_needed' }
    const bytes = cleaned.files.reduce((sum, { bytes: { length } }) => sum + length, 0)
    if (!(await hasRoom(tx, scope, 'identity_page', bytes))) return { ok: false, reason: 'store_full' }
    const id = await draftOf(tx, scope, found)
    for (const file of await keepFiles(tx, scope, 'identity_page', cleaned.files)) await store.putPage(tx, scope, id, sent.page, file)
    await store.updateReasons(tx, scope, id, leftReasons(attempt.reasons, sent.page))
    await audit(tx, personActor(scope), 'identity.page_kept', { attempt: id, page: sent.page }, scope.sellerId)
    return { ok: true }
  })
}
