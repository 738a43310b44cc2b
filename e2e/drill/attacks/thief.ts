import { setTimeout as sleep } from 'node:timers/promises'
import { Authenticator } from '#db/test/authenticator.ts'
import { Browser, type Answer, type Stream } from './browser.ts'
import type { Link } from './mailbox.ts'
import { App, sees, type World } from './world.ts'

/** Proves a second factor in a browser's session. @returns whether it was accepted */
type Prove = (browser: Browser) => Promise<boolean>

/** An attacker of the account of `world.owner`, with all credentials that they hold. */
export class Thief {
  readonly email: string
  readonly portal: World['portal']
  /** Browsers with the cookie of a session, which may have ended. */
  readonly browsers: Browser[] = []
  readonly passwords = new Set<string>()
  readonly emails = new Set<string>()
  readonly factors: { what: string; prove: Prove }[] = []
  /** Codes of the owner's app that the thief has not used yet. */
  readonly codes: string[] = []
  /** Codes of the owner's app that were already used. */
  readonly used: string[] = []
  readonly streams: Stream[] = []
  /** Attempts prepared for after the counter-measure; `use` gives whether the portal accepted it. */
  readonly prepared: { what: string; use: () => Promise<boolean> }[] = []
  /** Accounts at the marketplace's OpenID provider that the thief can open. */
  readonly subjects = new Set<string>()
  /** Whether the provider itself asks for two factors. */
  strong = false
  readsMail = false
  /** The number of acts that a single proof opened. */
  opened = 0

  constructor(readonly world: World) {
    this.portal = world.portal
    this.email = `thief-${world.number}@evil.example`
  }

  /** The first of `browsers`, in which the thief acts. */
  get browser(): Browser | undefined {
    return this.browsers[0]
  }

  /** Calls a procedure that needs a second factor, with a code if the thief has one, else with the demo's proof, which must fail. */
  async act(path: string, input: Record<string, unknown> = {}): Promise<Answer> {
    if (!this.browser) return { ok: false, code: 'no session' }
    const code = this.codes.shift()
    if (code) this.used.push(code)
    return this.browser.call(path, { ...input, proof: code ? { kind: 'totp', code } : { kind: 'demo' } })
  }

  /** Links mailed to the thief, and to the owner while the thief reads the owner's mailbox. */
  async links(page: string): Promise<Link[]> {
    await this.portal.mailsArrive()
    const { mailbox } = this.portal
    const read = this.readsMail ? mailbox.links(this.world.owner.email, page, this.world.mailsAtFirst) : []
    return [...mailbox.links(this.email, page, this.world.mailsBefore), ...read]
  }

  keepApp(app: App): void {
    const { owner } = this.world
    this.factors.push({ what: 'their app', prove: async (browser) => proves(browser, { kind: 'totp', code: await app.next(owner.id) }) })
  }

  keepPasskey(passkey: Authenticator): void {
    this.factors.push({
      what: 'their passkey',
      prove: async (browser) => {
        const asked = await browser.call('people.askPasskey')
        return asked.ok && proves(browser, { kind: 'passkey', answer: passkey.use(asked.value) })
      },
    })
  }

  keepCodes(what: string, codes: readonly string[]): void {
    for (const code of codes.slice(0, 2)) this.factors.push({ what, prove: (browser) => proves(browser, { kind: 'recovery', code }) })
  }

  newPasskey(): Authenticator {
    return new Authenticator(this.portal.origin)
  }
}

async function proves(browser: Browser, proof: Record<string, unknown>): Promise<boolean> {
  return (await browser.call('people.proveFactor', proof)).ok
}

/** How long a live stream may stay open after its session or membership has ended: a second, plus time for a busy machine. */
const streamMs = 5000

/** The result's name for a person whom the thief invited and who has joined. */
export const accomplice = 'an accomplice'

/**
 * Tries all credentials that the thief holds, without rate limits.
 * @returns the names of what still gives access; an empty list for a correct portal
 */
export async function whatStillWorks(thief: Thief): Promise<string[]> {
  const { world } = thief
  const works: string[] = []
  const look = async (what: string, browser: Browser) => {
    if (await sees(world, browser)) works.push(what)
  }
  for (const browser of [...thief.browsers]) await look('a session', browser)
  for (const { what, use } of thief.prepared) {
    await world.portal.wait()
    if (await use()) works.push(what)
  }
  for (const browser of await signIns(thief)) {
    if (await enrolsFirst(thief, browser)) works.push('a first factor of their own')
    for (const { what, prove } of [...thief.factors, ...replays(thief)]) {
      await world.portal.wait()
      if (await prove(browser)) await look(`sign-in with ${what}`, browser)
    }
    await look('a sign-in', browser)
  }
  for (const browser of thief.browsers) await look('a session, later', browser)
  await Promise.race([Promise.all(thief.streams.map((stream) => stream.ended)), sleep(streamMs, null, { ref: false })])
  if (thief.streams.some((stream) => stream.isOpen())) works.push('a live stream')
  const [row] = await world.portal.owner<[{ email: string }]>`select email from users where id = ${world.owner.id}`
  if (row.email !== world.owner.email) works.push('the address')
  return [...new Set(works)]
}

/** Signs in with each password and each account at the provider. @returns browsers with a session, most with the first factor only */
async function signIns(thief: Thief): Promise<Browser[]> {
  const { portal, owner } = thief.world
  const browsers: Browser[] = []
  for (const email of [owner.email, ...thief.emails])
    for (const password of thief.passwords) {
      await portal.wait()
      const browser = thief.browser?.signedOut() ?? new Browser(portal)
      if (await browser.signIn(email, password)) browsers.push(browser)
    }
  for (const sub of thief.subjects) {
    portal.centre.account = accountOf(thief.world, sub, thief.strong)
    const browser = new Browser(portal)
    if (await browser.signOn()) browsers.push(browser)
  }
  return browsers
}

/** The OpenID claims of an account: the owner's account belongs to the owner's store, the thief's to another store. */
export const accountOf = ({ external, foreign, owner, number }: World, sub: string, strong: boolean) => ({
  sub,
  email: `${sub}@centre.example`,
  email_verified: true,
  name: `Account ${number}`,
  seller_id: sub === owner.subject ? external : foreign,
  seller_role: 'owner',
  amr: strong ? ['pwd', 'mfa'] : ['pwd'],
})

/** Factors that replay used codes of the owner's app. */
function replays(thief: Thief): Thief['factors'] {
  return thief.used.map((code) => ({ what: 'a used code', prove: (browser) => proves(browser, { kind: 'totp', code }) }))
}

/** Enrols an app without a proof, which must work only if the account has no second factor. @returns whether it gave access to the store */
export async function enrolsFirst(thief: Thief, browser: Browser): Promise<boolean> {
  const begun = await browser.call('people.beginTotp')
  if (!begun.ok) return false
  const app = App.of(thief.portal, begun.value.text)
  const done = await browser.call('people.enrolTotp', { code: app.now(), proof: null })
  if (done.ok) thief.keepApp(app)
  return done.ok && sees(thief.world, browser)
}
