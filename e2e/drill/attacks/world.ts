import { Secret } from 'otpauth'
import { totpCode } from '#server/people/factors/totp.ts'
import { hashPassword } from '#server/people/passwords/hash.ts'
import type { SellerRole } from '#server/platform/actor.ts'
import { storePaths } from '#server/platform/paths.ts'
import { Browser } from './browser.ts'
import type { Portal } from './portal.ts'

/** A person with a password, an authenticator app, recovery codes (`paper`), and a browser that the account knows. */
export type Person = {
  readonly id: number
  readonly email: string
  password: string
  app: App
  readonly paper: readonly string[]
  readonly browser: Browser
  /** Their account at the marketplace's OpenID provider, which a story may connect. */
  readonly subject: string
}

/** A store with two owners and a manager, and their portal. */
export type World = {
  readonly portal: Portal
  readonly number: number
  readonly store: number
  /** The store's code in addresses and calls. */
  readonly code: string
  /** The marketplace's id of the store. */
  readonly external: string
  /** The marketplace's id of the thief's own store. */
  readonly foreign: string
  readonly owner: Person
  readonly partner: Person
  readonly manager: Person
  /** Size of the mailbox before these people were created, and before the attack. */
  readonly mailsAtFirst: number
  readonly mailsBefore: number
}

const password = 'nine quiet rivers'
let hash: Promise<string> | undefined
let counter = 0

/** An authenticator app. */
export class App {
  constructor(
    readonly portal: Portal,
    readonly secret: Buffer,
  ) {}

  /** Makes an app from the secret that the portal shows as text. */
  static of(portal: Portal, text: string): App {
    return new App(portal, Buffer.from(Secret.fromBase32(text).bytes))
  }

  /** The current code, which may have been used. */
  now(): string {
    return totpCode(this.secret, Date.now())
  }

  /** A code that the portal takes for unused: it resets the person's last TOTP step, as if 30 seconds had passed. */
  async next(userId: number): Promise<string> {
    await this.portal.owner`update totp_factors set last_counter = 0 where user_id = ${userId}`
    return this.now()
  }
}

const nameOf = (number: number) => `CANARY ${number}.`

/** Creates a new store with its people and their browsers. Nobody is signed in. */
export async function makeWorld(portal: Portal): Promise<World> {
  const number = ++counter
  const [external, foreign] = [`shop-${process.pid}-${number}`, `foreign-${process.pid}-${number}`]
  const { id: store, code } = await makeStore(portal, external, nameOf(number))
  await makeStore(portal, foreign, `Foreign ${number}`)
  await portal.wait()
  const mailsAtFirst = portal.mailbox.size
  const person = (name: string, role: SellerRole) => makePerson(portal, `${name}-${number}`, store, role)
  const [owner, partner, manager] = [await person('owner', 'owner'), await person('partner', 'owner'), await person('manager', 'manager')]
  await portal.mailsArrive()
  return { portal, number, store, code, external, foreign, owner, partner, manager, mailsAtFirst, mailsBefore: portal.mailbox.size }
}

async function makeStore(portal: Portal, external: string, name: string): Promise<{ id: number; code: string }> {
  const [row] = await portal.owner<[{ id: number; code: string }]>`
    insert into sellers (marketplace_id, external_id, name, region, upserted_at, opened_at)
    select id, ${external}, ${name}, 'CN', now(), '2026-01-01T00:00:00Z' from marketplaces where slug = 'mall' returning id, code`
  return row
}

async function makePerson(portal: Portal, name: string, store: number, role: SellerRole): Promise<Person> {
  const sql = portal.owner
  const email = `${name}@example.com`
  const [{ id }] = await sql<[{ id: number }]>`
    insert into users (email, email_confirmed_at, name, locale, password_hash, password_stands_alone)
    values (${email}, now(), ${name}, 'en', ${await (hash ??= hashPassword(password))}, true) returning id`
  await sql`insert into members (seller_id, user_id, role) values (${store}, ${id}, ${role})`
  // Enrols the app by the portal's procedures, as a person would.
  const browser = new Browser(portal)
  await browser.signIn(email, password)
  const begun = await browser.call('people.beginTotp')
  const app = App.of(portal, begun.ok ? begun.value.text : '')
  const done = await browser.call('people.enrolTotp', { code: app.now(), proof: null })
  if (!done.ok) throw new Error(`no second factor for ${email}: ${done.code}`)
  await browser.call('people.signOut')
  return { id, email, password, app, paper: done.value.recoveryCodes, browser, subject: `subject-${name}` }
}

/** Signs a person in with both factors. @returns whether the portal accepted both */
export async function enter(person: Person, browser = person.browser): Promise<boolean> {
  if (!(await browser.signIn(person.email, person.password))) return false
  return (await browser.call('people.proveFactor', { kind: 'totp', code: await person.app.next(person.id) })).ok
}

/** Whether this browser can see the store's money. */
export async function sees({ code, number }: World, browser: Browser): Promise<boolean> {
  const me = await browser.call('people.me', undefined, 'query')
  if (!me.ok || !me.value.stores.some((one: { code: string }) => one.code === code)) return false
  if ((await browser.call('balances.now', { store: code }, 'query')).ok) return true
  const page = await browser.fetch(storePaths(code).overview())
  return page.status === 200 && (await page.text()).includes(nameOf(number))
}
