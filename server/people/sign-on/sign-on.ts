import { z } from 'zod'
import { personActor, type SellerRole, sellerRoles } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { realTime } from '#server/platform/clock.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { defaultLocale, localeOf } from '#server/platform/locale.ts'
import { MarketplaceId } from '#server/platform/marketplace-id.ts'
import { gateTx, personTx, type Tx } from '#server/platform/tx.ts'
import { Email, Name } from '../schema.ts'
import { warn } from '../credentials/change-credentials.ts'
import { readFactors } from '../credentials/store.ts'
import { type ActProof, provenTx } from '../factors/prove-act.ts'
import type { Browser, SessionTokens } from '../sessions/browser.ts'
import { findSession } from '../sessions/find-session.ts'
import { absoluteHours, type Session } from '../sessions/session.ts'
import { raise, startSession } from '../sessions/start-session.ts'
import { putChallenge, takeChallenge } from '../sessions/store.ts'
import { refusingOwnerAndStaff } from '../staff/owner-and-staff.ts'
import { applyClaim, findIdentity, findSellerNamed, insertPersonOfSubject } from './statements.ts'
import { insertIdentity, updateFactorTime } from './store.ts'

/** Claims of an ID token whose signature, issuer, audience, nonce and times the OpenID client has checked. */
const Claims = z.object({
  iss: z.string().min(1).max(300),
  sub: z.string().min(1).max(255),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  locale: z.string().optional().catch(undefined),
  /** RFC 8176: `mfa` where the provider itself asked for two factors. */
  amr: z.array(z.string()).optional().catch(undefined),
  /** When the provider last asked for a credential, in epoch seconds; it must say so, since we ask by `max_age`. */
  auth_time: z.number().int().optional().catch(undefined),
})

type Claims = z.infer<typeof Claims>

const SellerClaim = z.union([z.string(), z.number().int().transform(String)]).pipe(MarketplaceId)

/** A role that the provider doesn't name, or that we don't know, is the least. */
const RoleClaim = z.enum(sellerRoles).catch('viewer')

/** What the installation says of its provider: the marketplace's slug, and the claims that name the seller and the person's role. */
export type SignOnSettings = { marketplace: string; sellerClaim: string; roleClaim: string }

/** Seconds since the provider last asked for a credential that a sign-on may rest on: as long as a session may live. */
export const signOnMaxAge = absoluteHours * 3600
/** Seconds that the provider's clock may differ from ours. */
const clockTolerance = 300

/**
 * Sign-on from the marketplace's seller centre. The claims name the seller and the person's role there, at each sign-on anew: a
 * membership that an earlier one gave and this one doesn't is withdrawn. It opens in sessions of this provider alone, so that nobody who
 * lost their place in the seller centre comes back by a password. One by invitation stays as it is. A subject seen for the first
 * time becomes a person here; an address that has a sign-in already is never taken over: its owner signs in and connects the
 * marketplace's sign-on from the settings.
 * @throws Refusal not_allowed where a claim is missing or malformed, or the provider last asked for a credential too long ago; not_found
 *   for a seller that we don't know; email_in_use; owner_and_staff
 */
export async function signOn(settings: SignOnSettings, claimed: Record<string, unknown>, browser: Browser): Promise<SessionTokens> {
  const claims = Claims.safeParse(claimed)
  const seller = SellerClaim.safeParse(claimed[settings.sellerClaim])
  const role = RoleClaim.parse(claimed[settings.roleClaim])
  const connecting = await findSession(browser.sessionToken)
  const found = await gateTx(async (tx): Promise<Found | Refusal> => {
    if (!claims.success || !(await isRecent(tx, claims.data))) return refused(tx, 'not_allowed', browser)
    const { iss, sub } = claims.data
    const sellerId = seller.success ? await findSellerNamed(tx, settings.marketplace, seller.data) : null
    if (sellerId === null) {
      await applyClaim(tx, iss, sub, null, role)
      return refused(tx, seller.success ? 'not_found' : 'not_allowed', browser)
    }
    const known = await findIdentity(tx, iss, sub)
    if (known?.disabled) return refused(tx, 'not_allowed', browser)
    return { claims: claims.data, sellerId, userId: known?.userId ?? null }
  })
  if (found instanceof Refusal) throw found
  const connected = found.userId ?? (connecting && (await connect(connecting, found.claims)))
  const { iss, sub, amr, auth_time: authTime = 0 } = found.claims
  const outcome = await refusingOwnerAndStaff(() =>
    gateTx(async (tx): Promise<Entered | Refusal> => {
      const userId = connected ?? (await personOf(tx, found.claims))
      if (userId === null) return refused(tx, 'email_in_use', browser)
      return { userId, joined: await applyClaim(tx, iss, sub, found.sellerId, role) }
    }),
  )
  if (outcome instanceof Refusal) throw outcome
  return begin({ ...outcome, issuer: iss, sellerId: found.sellerId, provenAt: amr?.includes('mfa') ? authTime : null, browser })
}

/** Whether the provider asked for a credential no longer ago than we want; one that doesn't say so didn't. */
async function isRecent(tx: Tx, { auth_time: authTime }: Claims): Promise<boolean> {
  const age = (await realTime(tx)) / 1000 - (authTime ?? -Infinity)
  return age <= signOnMaxAge + clockTolerance && age >= -clockTolerance
}

type Found = { claims: Claims; sellerId: number; userId: number | null }
type Entered = { userId: number; joined: SellerRole | null }

/** Lets the next sign-on within ten minutes tie the marketplace's identity to the person who asks here. */
export async function connectMarketplace(session: Session, proof: ActProof): Promise<void> {
  await provenTx(session, { act: { verb: 'identity.connect', content: {} }, proof }, async (tx) => {
    await putChallenge(tx, session.sessionId, 'identity-link', Buffer.from('sign-on'))
    await audit(tx, personActor(session), 'identity.connecting')
  })
}

async function refused(tx: Tx, code: 'not_allowed' | 'not_found' | 'email_in_use', browser: Browser): Promise<Refusal> {
  await audit(tx, { kind: 'nobody' }, 'sign_on.refused', { code, address: browser.address })
  return new Refusal(code)
}

/** Ties the identity to whoever asked for it from the settings a moment ago; null where they didn't. */
async function connect(session: Session, claims: Claims): Promise<number | null> {
  const { userId, sessionId } = session
  if (!session.secondFactor) return null
  return personTx(userId, async (tx) => {
    if (!(await takeChallenge(tx, sessionId, 'identity-link'))) return null
    const before = await readFactors(tx, userId)
    await insertIdentity(tx, claims.iss, claims.sub, userId)
    await warn(tx, session, 'identity-connected', {}, before)
    await audit(tx, personActor({ userId, sessionId }), 'identity.connected')
    return userId
  })
}

/** A new person for a new subject. Null where its address belongs to somebody else's sign-in. */
async function personOf(tx: Tx, claims: Claims): Promise<number | null> {
  const email = Email.safeParse(claims.email_verified === true ? claims.email : undefined)
  // Without an address that the provider has verified the person gets one that no mailbox has; they can name theirs in the settings.
  const address = email.success ? email.data : `${tokenHash(`${claims.iss} ${claims.sub}`).toString('hex').slice(0, 32)}@sign-on.invalid`
  const name = Name.safeParse(claims.name)
  return insertPersonOfSubject(tx, claims.iss, claims.sub, {
    email: address,
    emailConfirmed: email.success,
    name: name.success ? name.data : (address.split('@')[0] ?? address),
    locale: localeOf(claims.locale) ?? defaultLocale,
  })
}

/** `provenAt`: when the provider asked for two factors, in epoch seconds; null where it didn't. */
type Begin = Entered & { issuer: string; sellerId: number; provenAt: number | null; browser: Browser }

function begin({ userId, issuer, sellerId, joined, provenAt, browser }: Begin): Promise<SessionTokens> {
  return personTx(userId, async (tx) => {
    const { sessionId, ...given } = await startSession(tx, { userId, method: 'marketplace', issuer, factor: null, browser })
    const actor = personActor({ userId, sessionId })
    await audit(tx, actor, 'sign_in.marketplace', { address: browser.address, strong: provenAt !== null, joined }, sellerId)
    if (provenAt === null) return given
    const raised = await raise(tx, { userId, sessionId }, 'marketplace', browser)
    // As old as it is: a provider's session of this morning is no factor proven now.
    await updateFactorTime(tx, sessionId, provenAt)
    return raised?.given ?? given
  })
}
