import type { Session } from '#server/people/index.ts'

/** How the person of a page can prove an act. `waived`: the demo's one-click people, until they set up a factor of their own. */
export type OwnFactors = { readonly totp: boolean; readonly passkey: boolean; readonly waived: boolean }

/** The second factors that a form can ask the person of this session for. */
export function ownFactors({ factors, method, demo }: Session): OwnFactors {
  const [totp, passkey] = [factors.totp, factors.passkeys > 0]
  return { totp, passkey, waived: demo && method === 'demo' && !totp && !passkey }
}

/** Whether the person has a factor, by which a further one is proven. */
export function hasFactor({ totp, passkey }: OwnFactors): boolean {
  return totp || passkey
}
