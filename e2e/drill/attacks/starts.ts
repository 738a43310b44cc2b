import { Browser } from './browser.ts'
import { accountOf, Thief } from './thief.ts'
import { enter, type World } from './world.ts'

/** Gives the thief their first access. The owner is signed in before, if the story needs it. */
export type Start = (world: World) => Promise<Thief>

/** The thief has the cookie of an owner who has just proven the second factor. */
async function stolenCookie(world: World): Promise<Thief> {
  await enter(world.owner)
  const thief = new Thief(world)
  thief.browsers.push(world.owner.browser.copy())
  return thief
}

async function age(world: World): Promise<void> {
  await world.portal.owner`update sessions set second_factor_at = now() - interval '10 minutes' where user_id = ${world.owner.id}`
}

/** The thief reads an unused code of the owner's app. */
async function seeCode(thief: Thief): Promise<void> {
  thief.codes.push(await thief.world.owner.app.next(thief.world.owner.id))
}

export const starts = {
  'a cookie, just after the second factor': stolenCookie,
  'a cookie, ten minutes after the second factor': async (world) => {
    const thief = await stolenCookie(world)
    await age(world)
    return thief
  },
  'a cookie from between the factors': async (world) => {
    await enter(world.owner)
    const thief = new Thief(world)
    const half = new Browser(world.portal)
    await half.signIn(world.owner.email, world.owner.password)
    thief.browsers.push(half)
    return thief
  },
  'a cookie and one code read over the shoulder': async (world) => {
    const thief = await stolenCookie(world)
    await seeCode(thief)
    return thief
  },
  'a cookie and a code that its owner has used': async (world) => {
    const code = await world.owner.app.next(world.owner.id)
    await world.owner.browser.signIn(world.owner.email, world.owner.password)
    await world.owner.browser.call('people.proveFactor', { kind: 'totp', code })
    const thief = new Thief(world)
    thief.browsers.push(world.owner.browser.copy())
    thief.codes.push(code)
    return thief
  },
  'the password': async (world) => {
    await enter(world.owner)
    const thief = new Thief(world)
    const half = new Browser(world.portal)
    await half.signIn(world.owner.email, world.owner.password)
    thief.browsers.push(half)
    thief.passwords.add(world.owner.password)
    return thief
  },
  'the password and one code, phished': async (world) => {
    await enter(world.owner)
    const thief = new Thief(world)
    const browser = new Browser(world.portal)
    await browser.signIn(world.owner.email, world.owner.password)
    const code = await world.owner.app.next(world.owner.id)
    await browser.call('people.proveFactor', { kind: 'totp', code })
    thief.used.push(code)
    thief.browsers.push(browser)
    thief.passwords.add(world.owner.password)
    await seeCode(thief) // the phishing page asks for a second code
    return thief
  },
  'the password and the recovery codes': async (world) => {
    await enter(world.owner)
    const thief = new Thief(world)
    const browser = new Browser(world.portal)
    await browser.signIn(world.owner.email, world.owner.password)
    await browser.call('people.proveFactor', { kind: 'recovery', code: world.owner.paper[0] })
    thief.browsers.push(browser)
    thief.passwords.add(world.owner.password)
    thief.keepCodes('the stolen recovery codes', world.owner.paper.slice(1))
    return thief
  },
  'the mailbox': async (world) => {
    await enter(world.owner)
    const thief = new Thief(world)
    thief.readsMail = true
    return thief
  },
  'the mailbox and a cookie': async (world) => {
    const thief = await stolenCookie(world)
    thief.readsMail = true
    return thief
  },
  'the marketplace’s sign-on': (world) => signedOn(world, false),
  'the marketplace’s sign-on, with two factors of its own': (world) => signedOn(world, true),
} as const satisfies Record<string, Start>

export type StartName = keyof typeof starts

/** The thief can open the owner's account at the provider, which is connected. @param strong whether the provider asks for two factors */
async function signedOn(world: World, strong: boolean): Promise<Thief> {
  const { owner, portal } = world
  await enter(owner)
  await portal.owner`insert into identities (issuer, subject, user_id) values (${portal.centre.issuer}, ${owner.subject}, ${owner.id})`
  const thief = new Thief(world)
  thief.strong = strong
  portal.centre.account = accountOf(world, owner.subject, strong)
  const browser = new Browser(portal)
  await browser.signOn()
  thief.browsers.push(browser)
  return thief
}
