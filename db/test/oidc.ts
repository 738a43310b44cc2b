import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

// The marketplace's seller centre: a real OpenID provider (oidc-provider) on its own port. It signs every visitor in as `account` without
// asking. `tamper` changes an ID token's claims, which is then signed again with the provider's key.

export type Claims = Record<string, unknown>

export type SellerCentre = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  account: Claims & { sub: string; amr?: string[] }
  tamper: ((claims: Claims) => Claims | { raw: string }) | null
  /** An ID token with the given claims, signed with a key that is not the provider's, or unsigned. */
  forge(claims: Claims, how: 'stranger' | 'none'): string
  stop(): Promise<void>
}

type Key = { id: string; private: KeyObject }

const newKey = (): Key => ({ id: randomUUID(), private: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey })
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT (RFC 7515, RS256); unsigned if the key is null. */
function jwt(claims: Claims, key: Key | null, id = key?.id): string {
  const head = `${part(key ? { alg: 'RS256', kid: id } : { alg: 'none' })}.${part(claims)}`
  return `${head}.${key ? createSign('RSA-SHA256').update(head).sign(key.private).toString('base64url') : ''}`
}

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims

/** Starts a provider with the portal as its client. @param portal the portal's address */
export async function startSellerCentre(portal: string): Promise<SellerCentre> {
  // Silences oidc-provider's warnings about production settings.
  const { warn, info } = console
  Object.assign(console, { warn: () => {}, info: () => {} })
  const { default: Provider } = await import('oidc-provider')
  const [key, stranger] = [newKey(), newKey()]
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const [clientId, clientSecret] = ['portal', randomUUID()]
  const centre: SellerCentre = {
    issuer,
    clientId,
    clientSecret,
    account: { sub: 'nobody' },
    tamper: null,
    forge: (claims, how) => jwt(claims, how === 'none' ? null : stranger, key.id),
    stop: () => {
      Object.assign(console, { warn, info })
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${portal}/api/auth/callback/marketplace`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...key.private.export({ format: 'jwk' }), kid: key.id, alg: 'RS256', use: 'sig' }] },
    claims: {
      openid: ['sub', 'seller_id', 'seller_role', 'amr', 'auth_time'],
      email: ['email', 'email_verified'],
      profile: ['name', 'locale'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: [randomUUID()] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ ...centre.account, sub: id }) }),
  })
  server.on('request', (request, response) => void serve(request, response))

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith('/interaction/')) return admit(request, response)
    if (request.url === '/token' && centre.tamper) rewriteToken(response, centre.tamper, key)
    await provider.callback()(request, response)
  }

  async function admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params } = await provider.interactionDetails(request, response)
    if (prompt.name === 'login')
      return provider.interactionFinished(request, response, {
        login: { accountId: centre.account.sub, amr: centre.account.amr ?? ['pwd'] },
      })
    const grant = new provider.Grant({ accountId: centre.account.sub, clientId })
    grant.addOIDCScope(String(params.scope))
    grant.addOIDCClaims(['seller_id', 'seller_role', 'amr', 'auth_time'])
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true })
  }
  return centre
}

function rewriteToken(response: ServerResponse, tamper: NonNullable<SellerCentre['tamper']>, key: Key): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse
  const rewritten = (body: string | Buffer) => {
    const answer = JSON.parse(body.toString()) as { id_token?: string }
    if (answer.id_token) {
      const claims = tamper(claimsOf(answer.id_token))
      answer.id_token = typeof claims.raw === 'string' ? claims.raw : jwt(claims, key)
    }
    const text = JSON.stringify(answer)
    response.setHeader('content-length', Buffer.byteLength(text))
    return end(text)
  }
  response.end = rewritten as typeof response.end
}
