import { scopeOfMember, type SellerRole, type SellerScope, type StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'

/**
 * How long a session lives. Fifteen minutes without a call where money is shown, twelve hours in all: NIST SP 800-63B-4 §2.2.3
 * (AAL2: re-authenticate at least every 24 h, idle at most 1 h) and OWASP ASVS 5.0 V7.3; ours are the stricter ones.
 */
export const idleMinutes = 15
export const absoluteHours = 12

/** A wrong code may be typed five times; then the session ends and the password is asked again. */
export const wrongCodesAllowed = 5

/** A change of credentials or address wants a second factor proven within these minutes (ASVS 5.0 V7.5.1). */
export const freshMinutes = 5

export type Method = 'password' | 'marketplace' | 'link' | 'demo'
export type Factor = 'totp' | 'passkey' | 'recovery' | 'marketplace' | 'demo'
/** `unopened` whether or not the marketplace has closed the store since: no amount of it is shown. */
export type StoreStatus = 'unopened' | 'open' | 'closed'

export type Store = {
  readonly sellerId: number
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
  /** How long ago, in seconds; null where it was not. */
  readonly secondFactorAge: number | null
  readonly factors: { readonly totp: boolean; readonly passkeys: number }
  readonly staff: readonly StaffRole[]
  readonly stores: readonly Store[]
  /** The store that the person has chosen, or the only one; null without a store or without the second factor. */
  readonly scope: SellerScope | null
}

/** What open_session() of 0004_people.sql answers. */
export type OpenedRow = Omit<Session, 'secondFactor' | 'factors' | 'staff' | 'stores' | 'scope'> & {
  secondFactor: Factor | null
  chosen: number | null
  totp: boolean
  passkeys: number
  staff: StaffRole[] | null
  stores: {
    sellerId: number
    role: SellerRole
    name: string | null
    externalId: string
    timeZone: string
    opened: boolean
    closed: boolean
  }[]
}

/** The session of a row. The scope is made here and nowhere else: from a membership that was just read, after both factors. */
export function sessionOf(row: OpenedRow): Session {
  const { chosen, totp, passkeys, staff, stores: rows, secondFactor, ...person } = row
  const stores = rows.map((store): Store => ({
    sellerId: store.sellerId,
    externalId: store.externalId,
    name: store.name ?? store.externalId,
    role: store.role,
    status: !store.opened ? 'unopened' : store.closed ? 'closed' : 'open',
    timeZone: store.timeZone,
  }))
  const store = stores.find((one) => one.sellerId === chosen) ?? stores[0]
  return {
    ...person,
    secondFactor: secondFactor !== null,
    factors: { totp, passkeys },
    staff: secondFactor === null ? [] : (staff ?? []),
    stores,
    scope: store && secondFactor !== null ? scopeOfMember(store.sellerId, store.role) : null,
  }
}

/** The store that the session has chosen, with its name and status. */
export function chosenStore(session: Session): Store | null {
  return session.stores.find((store) => store.sellerId === session.scope?.sellerId) ?? null
}

/** True while a second factor was proven recently enough for a change of credentials. */
export function isFresh(session: Session): boolean {
  return session.secondFactorAge !== null && session.secondFactorAge <= freshMinutes * 60
}
