import { randomUUID } from 'node:crypto'
import { bucketCode, movementKinds, post, type Posting } from '#server/ledger/index.ts'
import { plainArray } from '#server/platform/pg-array.ts'
import { batchTx, ownerTx } from '#server/platform/tx.ts'

/** A withdrawal in minor units; `cause` is its key, 32 hex digits, and `at` when it happened, epoch milliseconds. */
type Withdrawal = {
  readonly sellerId: number
  readonly currency: string
  readonly amount: bigint
  readonly at?: number
  readonly cause?: string
}

/** Posts what only people may, without asking who acts, as the owner of the database. */
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

/** A seller asks for money: it leaves available, the only way into debt by a refund. @returns the withdrawal's key */
export async function requestWithdrawal({ at = 0, cause = newCause(), ...of }: Withdrawal): Promise<string> {
  await postAsOwner([{ ...of, occurredAt: at, cause, line: null, kind: 'withdrawal_requested', from: 'available', to: 'processing' }])
  return cause
}

/** The bank paid all that was asked for, less its fee. */
export async function payWithdrawal({ at = 0, amount, ...of }: Withdrawal & { cause: string }, fee = 0n): Promise<void> {
  const posting = { ...of, occurredAt: at, line: null }
  await batchTx((tx) =>
    post(tx, [
      ...(fee > 0n ? [{ ...posting, kind: 'withdrawal_fee', from: 'processing', to: 'fees', amount: fee } as const] : []),
      ...(amount > fee ? [{ ...posting, kind: 'withdrawal_paid', from: 'processing', to: 'bank', amount: amount - fee } as const] : []),
    ]),
  )
}

/** A key that nothing has. */
export function newCause(): string {
  return randomUUID().replaceAll('-', '')
}
