import type { MemberScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { mayDo, requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { policyNow } from '#server/policies/index.ts'
import { stateOf } from '#server/sellers/index.ts'
import { checkTyped, documentDay, missingPages, type SubmitReason, whyNotSubmit } from './attempt.ts'
import { type DocumentPage, type DocumentType, maskNumber, type Region, type Warning } from './documents/document.ts'
import type { AttemptState, Details, Reasons } from './schema.ts'
import * as store from './store.ts'

/** The newest attempt as its owner sees it; the number is masked. Instants in epoch milliseconds. */
export type ShownAttempt = {
  readonly state: AttemptState
  readonly region: Region
  readonly type: DocumentType
  readonly typed: (Omit<Details, 'number'> & { readonly maskedNumber: string }) | null
  readonly pages: readonly store.PageRow[]
  readonly warnings: readonly Warning[]
  readonly missing: readonly DocumentPage[]
  readonly reasons: Reasons | null
  readonly remark: string | null
  /** For how many days a picture that is no longer in use is kept. */
  readonly keptDays: number
  readonly submittedAt: number | null
  readonly decidedAt: number | null
  /** Why it can't be submitted, but for the declaration that is made with it; null where it can. */
  readonly cannotSubmit: SubmitReason | null
}

export type Identity = {
  readonly asOf: number
  /** The version of the store's data, for a live page. */
  readonly state: string
  /** How far it is, for everybody in the store. */
  readonly progress: 'none' | AttemptState
  readonly verified: { readonly name: string; readonly latinName: string; readonly verifiedAt: number; readonly renewBy: number } | null
  /** Null where there is none, or the reader isn't the owner. */
  readonly attempt: ShownAttempt | null
}

/** Whether the marketplace knows who the store's owner is, and how far the proof is. */
export async function readIdentity(scope: MemberScope): Promise<Identity> {
  requirePermission(scope, 'identity.read')
  return sellerRead(scope, async (tx) => {
    const [state, at, keptDays, found, newest] = await Promise.all([
      stateOf(tx, scope),
      now(tx),
      policyNow(tx, 'identity_days'),
      store.identityOf(tx, scope),
      store.newestAttempt(tx, scope),
    ])
    return {
      asOf: at.getTime(),
      state,
      progress: newest?.attempt.state ?? 'none',
      verified: found
        ? {
            name: found.name,
            latinName: found.latinName,
            verifiedAt: found.verifiedAt.getTime(),
            renewBy: found.renewBy.getTime(),
          }
        : null,
      attempt: newest && mayDo(scope.role, 'identity.verify') ? shownAttempt(newest, documentDay(at), Number(keptDays)) : null,
    }
  })
}

function shownAttempt(
  { attempt, pages }: { readonly attempt: store.AttemptRow; readonly pages: readonly store.PageRow[] },
  today: string,
  keptDays: number,
): ShownAttempt {
  const { id: _id, startedAt: _startedAt, typed, ...rest } = attempt
  const checked = typed && checkTyped(attempt, typed, today)
  return {
    ...rest,
    typed: typed && masked(typed),
    pages,
    warnings: checked && 'warnings' in checked ? checked.warnings : [],
    missing: missingPages(attempt),
    keptDays,
    cannotSubmit: whyNotSubmit(attempt, true, today),
  }
}

function masked({ number, ...typed }: Details): NonNullable<ShownAttempt['typed']> {
  return { ...typed, maskedNumber: maskNumber(number) }
}
