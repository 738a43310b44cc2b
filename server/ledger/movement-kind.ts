import type { Bucket } from './book.ts'

/** What a movement's `cause` is the key of. */
export const causes = ['event', 'withdrawal', 'conversion', 'adjustment', 'case'] as const
export type Cause = (typeof causes)[number]

/** Who may post: the batch role (events, the bank's answers), a person of the seller, a member of staff. */
export const posters = ['batch', 'seller', 'staff'] as const
export type Poster = (typeof posters)[number]

/** What one kind of movement may do. `code` is its number in the database. */
type Rule = {
  readonly code: number
  readonly routes: readonly (readonly [from: Bucket, to: Bucket])[]
  readonly cause: Cause
  readonly posters: readonly Poster[]
}

const ofEvent = { cause: 'event', posters: ['batch'] } as const
const ofBank = { cause: 'withdrawal', posters: ['batch', 'staff'] } as const
const ofConversion = { cause: 'conversion', posters: ['seller'] } as const
const ofAdjustment = { cause: 'adjustment', posters: ['staff'] } as const
const ofCase = { cause: 'case', posters: ['staff'] } as const

/**
 * The closed list of what may happen to money. The database's constraint and every condition on kinds in SQL are printed from it
 * (statements-kinds.ts). No book has available money beside debt, so what arrives in available may go to debt instead, and what a seller
 * must pay may come from debt where available is not enough.
 */
export const movementKinds = {
  payment: { code: 1, routes: [['marketplace', 'pending']], ...ofEvent },
  release: { code: 2, routes: [['pending', 'available']], ...ofEvent },
  margin_kept: { code: 3, routes: [['pending', 'reserve']], ...ofEvent },
  margin_returned: { code: 4, routes: [['reserve', 'available']], ...ofEvent },
  hold: { code: 5, routes: [['pending', 'frozen']], ...ofEvent },
  unhold: { code: 6, routes: [['frozen', 'pending']], ...ofEvent },
  refund: { code: 7, routes: [...from('available', 'pending', 'reserve', 'frozen', 'debt').to('marketplace')], ...ofEvent },
  cancellation: { code: 8, routes: [...from('pending', 'frozen').to('marketplace')], ...ofEvent },
  debt_repaid: { code: 9, routes: [...from('pending', 'reserve').to('debt')], ...ofEvent },
  withdrawal_requested: { code: 10, routes: [['available', 'processing']], cause: 'withdrawal', posters: ['seller'] },
  withdrawal_paid: { code: 11, routes: [['processing', 'bank']], ...ofBank },
  withdrawal_fee: { code: 12, routes: [['processing', 'fees']], ...ofBank },
  /** Declined, rejected, failed or cancelled by the seller: nothing left the books. */
  withdrawal_cancelled: { code: 13, routes: arriving('processing'), cause: 'withdrawal', posters: posters },
  /** The bank sent it back after it was paid. */
  withdrawal_returned: { code: 14, routes: arriving('bank'), ...ofBank },
  /** What banks kept of a returned withdrawal. */
  return_charge: { code: 15, routes: [...from('available', 'debt').to('bank')], ...ofBank },
  conversion_out: { code: 16, routes: [['available', 'fx']], ...ofConversion },
  conversion_in: { code: 17, routes: arriving('fx'), ...ofConversion },
  conversion_fee: { code: 18, routes: [['available', 'fees']], ...ofConversion },
  adjustment_credit: { code: 19, routes: arriving('marketplace'), ...ofAdjustment },
  adjustment_debit: { code: 20, routes: [...from('available', 'debt').to('marketplace')], ...ofAdjustment },
  case_frozen: { code: 21, routes: [['available', 'frozen']], ...ofCase },
  case_unfrozen: { code: 22, routes: arriving('frozen'), ...ofCase },
  case_seized: { code: 23, routes: [['frozen', 'marketplace']], ...ofCase },
} as const satisfies Record<string, Rule>

export type MovementKind = keyof typeof movementKinds

/** The kinds that somebody may post. */
export type KindPostedBy<Who extends Poster> = {
  [Kind in MovementKind]: Who extends (typeof movementKinds)[Kind]['posters'][number] ? Kind : never
}[MovementKind]

/** Every kind with its rule, in the order of the codes. */
export const movementRules: readonly (Rule & { readonly kind: MovementKind })[] = (
  Object.entries(movementKinds) as [MovementKind, Rule][]
).map(([kind, rule]) => ({ kind, ...rule }))

/** The kind of a code. One that this program doesn't know is a bug, because the database holds the closed list too. */
export function movementKindOf(code: number): MovementKind {
  const rule = movementRules.find((one) => one.code === code)
  if (!rule) throw new Error(`movement of unknown kind ${code}`)
  return rule.kind
}

function from<From extends Bucket>(...sources: From[]) {
  return { to: <To extends Bucket>(target: To) => sources.map((source) => [source, target] as const) }
}

/** Money that becomes available repays debt first. */
function arriving<From extends Bucket>(source: From) {
  return [[source, 'available'] as const, [source, 'debt'] as const] as const
}
