import { z } from 'zod'

/**
 * Everything that the process takes from its environment, checked once at start.
 * Secrets come from here only; nothing else in the tree reads process.env.
 */
const Env = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  /** What the portal is called on its pages, in authenticator apps, passkeys and mails; else the product's name in the reader's language. */
  PORTAL_NAME: z.string().min(1).max(60).optional(),
  /** A file with the marketplace's logo: SVG, PNG, JPEG or WebP of at most 256 KB. */
  PORTAL_LOGO: z.string().optional(),
  /** The marketplace's colour for what one can act on; made darker or lighter where it would be hard to read. */
  PORTAL_ACCENT: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional(),
  /** Where sellers reach the marketplace's support: https://… or mailto:… */
  PORTAL_SUPPORT_URL: z
    .string()
    .regex(/^(https?:\/\/|mailto:)[^\s"'<>]+$/)
    .optional(),
  /** Where people reach the portal; the origin that requests must come from. */
  PORTAL_URL: z.url().default('http://localhost:3000'),
  /**
   * Postgres ≥ 15, as a role that may create roles and tables: used by migrations and the command line only. One address: the drivers
   * don't find the primary among several.
   */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/([^/?]*@)?[^,/?@]+([/?]|$)/),
  /** At least 32 bytes; every other secret of the installation is derived from it (server/platform/crypto.ts). */
  PORTAL_SECRET: z.string().min(32),
  /** The secret before this one, while it is being changed (README.md, "Change the secret"). */
  PORTAL_SECRET_PREVIOUS: z.string().min(32).optional(),
  /** 'on' where the process runs on its own database with demo sellers and a clock that can be moved. */
  PORTAL_DEMO: z.enum(['on', 'off']).default('off'),
  /** How many of our own proxies stand before the portal and write X-Forwarded-For. */
  PORTAL_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** 'off' where the jobs run in a process of their own, `npm run jobs`. */
  PORTAL_JOBS: z.enum(['on', 'off']).default('on'),
  /** What Prometheus must send as its bearer token to read /api/metrics; without it, anyone may. */
  METRICS_TOKEN: z.string().min(16).optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('no-reply@localhost'),
  /** OpenID Connect sign-on from the marketplace's seller centre; all three or none. */
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** The claim of the ID token that holds the marketplace's seller id. */
  OIDC_SELLER_CLAIM: z.string().default('seller_id'),
  /** The claim that holds the person's role in that store: owner, manager, finance or viewer. Without it they are viewers. */
  OIDC_ROLE_CLAIM: z.string().default('seller_role'),
  /** What is asked of the provider; the seller claim may need a scope of its own. */
  OIDC_SCOPE: z.string().default('openid email profile'),
  /** How the provider signs its ID tokens. */
  OIDC_ALG: z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']).default('RS256'),
  /** The marketplace (its slug) whose sellers the provider names. */
  OIDC_MARKETPLACE: z.string().optional(),
})

export type Env = z.infer<typeof Env>

let read: Env | undefined

/**
 * Reads and checks the environment on first use.
 * @throws Error naming the variables that are missing or malformed, never their values.
 */
export function env(): Env {
  if (read) return read
  // A variable that is set to nothing, as compose files have them, is not set.
  const given = Object.entries(process.env).filter(([, value]) => value !== '')
  const result = Env.safeParse(Object.fromEntries(given))
  if (!result.success) {
    const names = [...new Set(result.error.issues.map((issue) => issue.path.join('.')))].join(', ')
    throw new Error(`environment: missing or malformed ${names}`)
  }
  read = result.data
  // next-auth takes its own address from nowhere else.
  process.env.NEXTAUTH_URL = read.PORTAL_URL
  return read
}

/** How much is logged. Apart from `env()`, because what is logged first may be that the environment is wrong. */
export function logLevel(): Env['LOG_LEVEL'] {
  return Env.shape.LOG_LEVEL.catch('info').parse(process.env.LOG_LEVEL)
}
