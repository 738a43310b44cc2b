import {
  type MemberScope,
  scopeOfMember,
  scopeOfStaff,
  type SellerRole,
  type StaffMembership,
  type StaffScope,
} from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'

/**
 * How long a session lives. Fifteen minutes without a call where money is shown, twelve hours in all: NIST SP 800-63B-4 §2.2.3
 * (AAL2: re-authenticate at least every 24 h, idle at most 1 h) and OWASP ASVS 5.0 V7.3; ours are the stricter ones. Staff may be idle for
 * less, by policy `staff_idle_minutes`, which a trigger of the database applies (limit_staff_idle()).
 */
export const idleMinutes = 15
export const absoluteHours = 12

/** After five wrong codes the session ends, and the person must sign in again. */
export const wrongCodesAllowed = 5

export type Method = 'password' | 'marketplace' | 'link' | 'demo'
export type Factor = 'totp' | 'passkey' | 'recovery' | 'marketplace' | 'demo'
/** `unopened` whether or not the marketplace has closed the store since: no amount of it is shown. */
export type StoreStatus = 'unopened' | 'open' | 'closed'

export type Store = {
  readonly sellerId: number
  readonly marketplaceId: number
  /** Names the store in addresses and calls. */
  readonly code: string
  /** The marketplace's own id of the seller. */
  readonly externalId: string
  readonly name: string
  readonly role: SellerRole
  readonly status: StoreStatus
  readonly timeZone: string
}

/** Who is signed in on this call, as the row in the database says it now. */
export type Session = {
  readonly userId: number
  readonly sessionId: string
  readonly email: string
  readonly emailConfirmed: boolean
  readonly name: string
  readonly locale: Locale
  readonly demo: boolean
  readonly method: Method
  /** A second factor was proven in this session. */
  readonly secondFactor: boolean
  /** Seconds since then; null where none was proven. It proves no act. */
  readonly secondFactorAge: number | null
  readonly factors: { readonly totp: boolean; readonly passkeys: number }
  /** The staff scope; null for sellers, and without the second factor. */
  readonly staff: StaffScope | null
  /** Those of the person's memberships that hold in this session: a role that a sign-on's claim gave holds only after that provider's sign-on. */
  readonly stores: readonly Store[]
  /** The store that the person opened last, or was invited to; it only decides where `/` leads. */
  readonly lastSellerId: number | null
}

/** The row that open_session() of db/migrations returns. */
export type OpenedRow = Omit<Session, 'secondFactor' | 'factors' | 'staff' | 'stores'> & {
  secondFactor: Factor | null
  totp: boolean
  passkeys: number
  staff: StaffMembership | null
  stores: {
    sellerId: number
    marketplaceId: number
    code: string
    role: SellerRole
    name: string | null
    externalId: string
    timeZone: string
    opened: boolean
    closed: boolean
  }[]
}

/** The session of a row. The scope of staff is made here and nowhere else: from a row of staff that was just read, after both factors. */
export function sessionOf(row: OpenedRow): Session {
  const { totp, passkeys, staff, stores: rows, secondFactor, ...person } = row
  const stores = rows.map((store): Store => ({
    sellerId: store.sellerId,
    marketplaceId: store.marketplaceId,
    code: store.code,
    externalId: store.externalId,
    name: store.name ?? store.externalId,
    role: store.role,
    status: !store.opened ? 'unopened' : store.closed ? 'closed' : 'open',
    timeZone: store.timeZone,
  }))
  return {
    ...person,
    secondFactor: secondFactor !== null,
    factors: { totp, passkeys },
    staff: staff && secondFactor !== null ? scopeOfStaff(person.userId, person.sessionId, staff) : null,
    stores,
  }
}

/**
 * The person's store of this code, and the scope of it. A member's scope is made here and nowhere else: for the store that the
 * call names, from a membership that was just read, after both factors.
 * @returns null where there is no such store, it isn't theirs, or the second factor is missing: nobody learns which
 */
export function storeOf(session: Session, code: string): { store: Store; scope: MemberScope } | null {
  const store = session.stores.find((one) => one.code === code)
  if (!store || !session.secondFactor) return null
  const { sellerId, marketplaceId, role } = store
  return { store, scope: scopeOfMember({ sellerId, marketplaceId, role, userId: session.userId, sessionId: session.sessionId }) }
}

/** The store to which `/` leads: the one opened last, or the only one; null where the person must choose, or has none. */
export function storeToOpen({ stores, lastSellerId }: Pick<Session, 'stores' | 'lastSellerId'>): Store | null {
  return stores.find((store) => store.sellerId === lastSellerId) ?? (stores.length === 1 ? (stores[0] ?? null) : null)
}
