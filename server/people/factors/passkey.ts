import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { env } from '#server/platform/env.ts'
import type { Passkey } from './store.ts'

/** Passkeys are bound to the portal's own host: a page of another name can't ask for them. */
function party() {
  const url = new URL(env().PORTAL_URL)
  return { id: url.hostname, origin: url.origin }
}

type Known = Pick<Passkey, 'id' | 'transports'>

const descriptors = (known: readonly Known[]) => known.map(({ id, transports }) => ({ id, transports: transports as never }))

/** What the browser needs to make a passkey. */
export function passkeyMaking(user: { id: number; email: string; name: string }, known: readonly Known[], portal: string) {
  return generateRegistrationOptions({
    rpName: portal,
    rpID: party().id,
    userID: new Uint8Array(Buffer.from(`user/${user.id}`)),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: 'none',
    excludeCredentials: descriptors(known),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

/** What the browser needs to use one. @param challenge derived from the act that is proven; a random one where it is left out */
export function passkeyAsking(known: readonly Known[], challenge?: Uint8Array) {
  return generateAuthenticationOptions({
    rpID: party().id,
    allowCredentials: descriptors(known),
    userVerification: 'preferred',
    ...(challenge && { challenge: new Uint8Array(challenge) }),
  })
}

/**
 * The passkey that the browser made, or null where the answer isn't for this challenge, origin and host. A second factor after the
 * password, so possession is enough and the authenticator need not check a finger or a PIN.
 */
export async function passkeyMade(response: RegistrationResponseJSON, challenge: string) {
  const { id, origin } = party()
  const check = { response, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: id, requireUserVerification: false }
  const verified = await verifyRegistrationResponse(check).catch(() => null)
  if (!verified?.verified) return null
  const { credential } = verified.registrationInfo
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: [...(credential.transports ?? [])],
  }
}

/** The authenticator's new counter, or null where the answer is not from this passkey for this challenge, or is a copy's (the counter went back). */
export async function passkeyUsed(response: AuthenticationResponseJSON, challenge: string, passkey: Passkey): Promise<number | null> {
  const { id, origin } = party()
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: false,
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter, transports: passkey.transports },
  }).catch(() => null)
  return verified?.verified ? verified.authenticationInfo.newCounter : null
}
