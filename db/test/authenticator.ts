import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'

// A software passkey authenticator (WebAuthn level 2, ES256, attestation "none") for tests without a browser. Tests can make it behave
// incorrectly.

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** Encodes CBOR (RFC 8949), as far as an authenticator needs it: small integers, byte and text strings, maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number) =>
    n < 24 ? Buffer.of((major << 5) | n) : n < 256 ? Buffer.of((major << 5) | 24, n) : Buffer.of((major << 5) | 25, n >> 8, n & 255)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one as Buffer)])])
}

export class Authenticator {
  readonly id = randomBytes(20)
  readonly #key: KeyObject
  readonly #public: Buffer
  counter = 0
  origin: string

  constructor(origin = 'http://localhost:3000') {
    this.origin = origin
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const point = (part: string) => Buffer.from(part, 'base64url')
    this.#public = cbor(
      new Map<number, number | Buffer>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, point(x)],
        [-3, point(y)],
      ]),
    )
  }

  /** Registers: makes a passkey for the portal's options. */
  make(options: PublicKeyCredentialCreationOptionsJSON): RegistrationResponseJSON {
    const length = Buffer.of(0, this.id.length)
    const data = Buffer.concat([this.#data(options.rp.id ?? '', 0x41), Buffer.alloc(16), length, this.id, this.#public])
    const attestation = cbor(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', data],
      ]),
    )
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options.challenge),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** Authenticates: signs the portal's challenge with the passkey. */
  use(options: PublicKeyCredentialRequestOptionsJSON): AuthenticationResponseJSON {
    this.counter++
    const clientDataJSON = this.#clientData('webauthn.get', options.challenge)
    const data = this.#data(options.rpId ?? '', 0x01)
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))])
    const signature = createSign('sha256').update(signed).sign(this.#key)
    return this.#answer({ clientDataJSON, authenticatorData: data.toString('base64url'), signature: signature.toString('base64url') })
  }

  #data(host: string, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(host), Buffer.of(flags), counter])
  }

  #clientData(type: string, challenge: string): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false })).toString('base64url')
  }

  #answer<T>(response: T) {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {}, response }
  }
}
