import { randomUUID } from 'node:crypto'
import { bucketCode, movementKinds, post, type Posting } from '#server/ledger/index.ts'
import { plainArray } from '#server/platform/pg-array.ts'
import { batchTx, ownerTx } from '#server/platform/tx.ts'

/** A withdrawal; `amount` in minor units, `cause` its key (32 hex digits), `at` its instant (epoch milliseconds). */
type Withdrawal = {
  readonly sellerId: number
  readonly currency: string
  readonly amount: bigint
  readonly at?: number
  readonly cause?: string
}

/** Posts movements as the database's owner, without an actor or permission checks. */
export async function postAsOwner(postings: readonly Posting[]): Promise<void> {
  if (postings.length === 0) return
  await ownerTx(
    (tx) => tx.sql`
      select ledger_write(
        ${plainArray(postings.map((one) => one.sellerId))}::int[], ${plainArray(postings.map((one) => one.currency))}::bpchar[],
        ${plainArray(postings.map((one) => movementKinds[one.kind].code))}::smallint[],
        ${plainArray(postings.map((one) => bucketCode[one.from]))}::smallint[],
        ${plainArray(postings.map((one) => bucketCode[one.to]))}::smallint[],
        ${plainArray(postings.map((one) => one.amount))}::bigint[], ${plainArray(postings.map((one) => one.occurredAt))}::float8[],
        ${plainArray(postings.map((one) => one.cause))}::uuid[], ${plainArray(postings.map((one) => one.line))}::uuid[])`,
  )
}

/** A seller requests a withdrawal, which takes the money out of available. @returns the withdrawal's key */
export async function requestWithdrawal({ at = 0, cause = newCause(), ...of }: Withdrawal): Promise<string> {
  await postAsOwner([{ ...of, occurredAt: at, cause, line: null, kind: 'withdrawal_requested', from: 'available', to: 'processing' }])
  return cause
}

/** The bank pays the whole withdrawal, less its fee (minor units). */
export async function payWithdrawal({ at = 0, amount, ...of }: Withdrawal & { cause: string }, fee = 0n): Promise<void> {
  const posting = { ...of, occurredAt: at, line: null }
  await batchTx((tx) =>
    post(tx, [
      ...(fee > 0n ? [{ ...posting, kind: 'withdrawal_fee', from: 'processing', to: 'fees', amount: fee } as const] : []),
      ...(amount > fee ? [{ ...posting, kind: 'withdrawal_paid', from: 'processing', to: 'bank', amount: amount - fee } as const] : []),
    ]),
  )
}

/** A new random key. */
export function newCause(): string {
  return randomUUID().replaceAll('-', '')
}
