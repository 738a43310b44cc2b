import type { NextAuthOptions } from 'next-auth'
import { signOnMaxAge } from '#server/people/index.ts'
import { env } from '#server/platform/env.ts'

type Provider = NextAuthOptions['providers'][number]

/** The marketplace's seller centre, where the environment names it. State, PKCE and nonce are all checked by next-auth. */
export function sellerCentre(): Provider[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_SCOPE: scope } = env()
  if (!issuer || !clientId || !clientSecret) return []
  const profile = (claims: { sub: string }) => ({ id: claims.sub })
  return [
    {
      id: 'marketplace',
      name: 'marketplace',
      type: 'oauth',
      wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      // The provider asks for credentials again if its session is older; sign-on checks auth_time (OpenID Connect Core 3.1.2.1).
      authorization: { params: { scope, max_age: signOnMaxAge } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      client: { id_token_signed_response_alg: env().OIDC_ALG },
      profile,
    },
  ]
}

/** The provider's issuer where sign-on from the seller centre is offered, else null. */
export function marketplaceIssuer(): string | null {
  return sellerCentre().length > 0 ? (env().OIDC_ISSUER ?? null) : null
}
