import { cleanFiles, faultOf, hasRoom, keepFiles } from '#server/files/index.ts'
import type { FileFault } from '#server/files/schema.ts'
import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { type AskReason, whyNotAsk } from './request.ts'
import type { LineName } from './schema.ts'
import * as statements from './statements.ts'
import { insertProofs } from './store.ts'

/** `file` counts the sent files from 0, where one of them by itself is the reason. */
export type Asked =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly reason: AskReason | FileFault; readonly file: number | null }

/**
 * Asks the marketplace to release an order's money before its day, with proof of delivery. Pictures are decoded outside of any
 * transaction, and only once the line is known to be one that can be asked for.
 * @param ask.files one to three of jpeg, png or pdf, told by their content, 10 MB each
 * @returns why not; nothing was kept then
 * @throws Refusal not_found where the seller has no such line
 */
export async function askRelease(
  scope: MemberScope,
  person: { readonly name: string },
  ask: LineName & { readonly note: string; readonly files: readonly Uint8Array[] },
): Promise<Asked> {
  requirePermission(scope, 'release.ask')
  const sent = ask.files.reduce((sum, { length }) => sum + length, 0)
  const early = await sellerTx(
    scope,
    async (tx) =>
      whyNot(await statements.lineOf(tx, scope, ask)) ?? ((await hasRoom(tx, scope, 'release_proof', sent)) ? null : 'store_full'),
  )
  if (early) return refused(early)
  const fault = faultOf('release_proof', ask.files)
  if (fault) return { ok: false, ...fault }
  const cleaned = await cleanFiles('release_proof', ask.files)
  if (!cleaned.ok) return cleaned

  return sellerTx(scope, async (tx) => {
    const line = await statements.lineOf(tx, scope, ask)
    const reason = whyNot(line)
    if (reason || !line) return refused(reason ?? 'nothing_pending')
    const kept = cleaned.files.reduce((sum, { bytes }) => sum + bytes.length, 0)
    if (!(await hasRoom(tx, scope, 'release_proof', kept))) return refused('store_full')
    const id = await statements.insertRequest(tx, scope, { line: line.key, askedBy: person.name, note: ask.note })
    if (id === null) return refused('already_asked')
    await insertProofs(tx, scope, id, await keepFiles(tx, scope, 'release_proof', cleaned.files))
    await audit(tx, personActor(scope), 'release.asked', { request: id, proofs: cleaned.files.length }, scope.sellerId)
    return { ok: true, id }
  })
}

const refused = (reason: AskReason | FileFault): Asked => ({ ok: false, reason, file: null })

function whyNot(line: Awaited<ReturnType<typeof statements.lineOf>>): AskReason | null {
  if (!line) throw new Refusal('not_found')
  return whyNotAsk(line)
}
