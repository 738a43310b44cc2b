import { z } from 'zod'
import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { defaultLocale, localeOf } from '#server/platform/locale.ts'
import { MarketplaceId } from '#server/platform/marketplace-id.ts'
import { gateTx, type Tx } from '#server/platform/tx.ts'
import { Email, Name } from '../schema.ts'
import type { Browser, Given } from '../sessions/browser.ts'
import { findSession } from '../sessions/find-session.ts'
import type { Session } from '../sessions/session.ts'
import { raise, startSession } from '../sessions/start-session.ts'
import { putChallenge, takeChallenge } from '../sessions/store.ts'
import { findUser, hasOwner, insertMember, insertUser, isEmailTaken, updateLastStore } from '../users/store.ts'
import { findIdentity, findSellerNamed, insertIdentity } from './store.ts'

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
})

type Claims = z.infer<typeof Claims>

const SellerClaim = z.union([z.string(), z.number().int().transform(String)]).pipe(MarketplaceId)

/** What the installation says of its provider. */
export type SignOnSettings = { marketplace: string; sellerClaim: string }

/**
 * Sign-on from the marketplace's seller centre. The claim names the seller. A subject seen for the first time becomes a person here:
 * the store's owner, or a viewer where somebody owns it already (whoever that is can raise them). Their memberships
 * are kept at later sign-ons. An address that has a sign-in already is never taken over: its owner signs in and connects
 * the marketplace's sign-on from the settings.
 * @throws Refusal not_allowed where the claim is missing or malformed; not_found for a seller that we don't know; email_in_use
 */
export async function signOn(settings: SignOnSettings, claimed: Record<string, unknown>, browser: Browser): Promise<Given> {
  const claims = Claims.safeParse(claimed)
  const seller = SellerClaim.safeParse(claimed[settings.sellerClaim])
  const connecting = await findSession(browser.sessionToken)
  const outcome = await gateTx(async (tx): Promise<Given | Refusal> => {
    if (!claims.success || !seller.success) return refused(tx, 'not_allowed', browser)
    const sellerId = await findSellerNamed(tx, settings.marketplace, seller.data)
    if (sellerId === null) return refused(tx, 'not_found', browser)
    const userId = await personOf(tx, claims.data, connecting)
    if (userId === null) return refused(tx, 'email_in_use', browser)
    if (userId === 'disabled') return refused(tx, 'not_allowed', browser)
    const role = (await hasOwner(tx, sellerId)) ? 'viewer' : 'owner'
    const joined = await insertMember(tx, sellerId, userId, role)
    await updateLastStore(tx, userId, sellerId)
    return begin(tx, { userId, sellerId, joined: joined ? role : null, strong: claims.data.amr?.includes('mfa') ?? false, browser })
  })
  if (outcome instanceof Refusal) throw outcome
  return outcome
}

/** Lets the next sign-on within ten minutes tie the marketplace's identity to the person who asks here. */
export async function connectMarketplace(session: Session): Promise<void> {
  if (!session.secondFactor) throw new Refusal('second_factor_needed')
  await gateTx(async (tx) => {
    await putChallenge(tx, session.sessionId, 'identity-link', Buffer.from('sign-on'))
    await audit(tx, { kind: 'person', userId: session.userId, sessionId: session.sessionId }, 'identity.connecting')
  })
}

async function refused(tx: Tx, code: 'not_allowed' | 'not_found' | 'email_in_use', browser: Browser): Promise<Refusal> {
  await audit(tx, { kind: 'nobody' }, 'sign_on.refused', { code, address: browser.address })
  return new Refusal(code)
}

/** The person of a subject; a new one where it is new. Null where its address belongs to somebody else's sign-in. */
async function personOf(tx: Tx, claims: Claims, connecting: Session | null): Promise<number | 'disabled' | null> {
  const known = await findIdentity(tx, claims.iss, claims.sub)
  if (known !== null) return (await findUser(tx, known)) ? known : 'disabled'
  if (connecting?.secondFactor && (await takeChallenge(tx, connecting.sessionId, 'identity-link'))) {
    await insertIdentity(tx, claims.iss, claims.sub, connecting.userId)
    await audit(tx, { kind: 'person', userId: connecting.userId, sessionId: connecting.sessionId }, 'identity.connected')
    return connecting.userId
  }
  const email = Email.safeParse(claims.email)
  // Without an address of its own the person gets one that no mailbox has; they can name theirs in the settings.
  const address = email.success ? email.data : `${tokenHash(`${claims.iss} ${claims.sub}`).toString('hex').slice(0, 32)}@sign-on.invalid`
  if (await isEmailTaken(tx, address)) return null
  const name = Name.safeParse(claims.name)
  const userId = await insertUser(tx, {
    email: address,
    emailConfirmed: email.success && claims.email_verified === true,
    name: name.success ? name.data : (address.split('@')[0] ?? address),
    locale: localeOf(claims.locale) ?? defaultLocale,
  })
  await insertIdentity(tx, claims.iss, claims.sub, userId)
  return userId
}

type Begin = { userId: number; sellerId: number; joined: string | null; strong: boolean; browser: Browser }

async function begin(tx: Tx, { userId, sellerId, joined, strong, browser }: Begin): Promise<Given> {
  const { sessionId, ...given } = await startSession(tx, { userId, method: 'marketplace', factor: null, sellerId, browser })
  const actor = { kind: 'person', userId, sessionId } as const
  await audit(tx, actor, 'sign_in.marketplace', { address: browser.address, strong, joined }, sellerId)
  if (!strong) return given
  const raised = await raise(tx, { userId, sessionId }, 'marketplace', browser)
  return raised?.given ?? given
}
