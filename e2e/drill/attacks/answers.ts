import { Browser } from './browser.ts'
import { enter, sees, type World } from './world.ts'

/** What is done about an attack. */
export type Answer = (world: World) => Promise<void>

const renewed = 'green harbour lantern'

/** The owner chooses a password by the newest link in their mailbox; the session of it waits for the factor. */
async function choosePassword({ portal, owner }: World, since: number): Promise<boolean> {
  await portal.mailsArrive()
  const link = portal.mailbox.links(owner.email, 'password', since).at(-1)
  const browser = owner.browser.signedOut()
  if (!link || !(await browser.call('people.choosePassword', { token: link.token, password: renewed })).ok) return false
  owner.password = renewed
  return (await browser.call('people.proveFactor', { kind: 'totp', code: await owner.app.next(owner.id) })).ok
}

async function reset(world: World): Promise<void> {
  const { portal, owner } = world
  const since = portal.mailbox.size
  await portal.wait()
  await owner.browser.call('people.askPasswordLink', { email: owner.email })
  // No mail comes, or the app's codes are refused: it is the notices that help.
  if (!(await choosePassword(world, since))) await undo(world)
}

/** "This wasn't me", by the first notice of the attack. @returns whether there was one that worked */
export async function undo(world: World): Promise<boolean> {
  const { portal, owner, mailsBefore } = world
  await portal.mailsArrive()
  for (const { token } of portal.mailbox.links(owner.email, 'undo', mailsBefore)) {
    const since = portal.mailbox.size
    await portal.wait()
    if (!(await new Browser(portal).call('people.undoChange', { token })).ok) continue
    await choosePassword(world, since)
    return true
  }
  return false
}

/** The owner, in a browser of their own, with both factors. */
async function comeIn(world: World): Promise<Browser> {
  await world.portal.wait()
  const browser = world.owner.browser.signedOut()
  await enter(world.owner, browser)
  return browser
}

export const answers = {
  'a new password by mail': reset,
  'the link “this wasn’t me”': async (world) => {
    if (!(await undo(world))) await reset(world)
  },
  'a new password from the settings': async (world) => {
    const { owner } = world
    const browser = await comeIn(world)
    const proof = { kind: 'totp', code: await owner.app.next(owner.id) }
    const changed = await browser.call('people.changePassword', { current: owner.password, password: renewed, proof })
    if (changed.ok) owner.password = renewed
    else await reset(world) // the thief had changed it
  },
  // Whoever joined since is seen in the team and goes too.
  'removed by the partner': async ({ portal, code, owner, partner, manager }) => {
    await portal.wait()
    await enter(partner)
    const team = await partner.browser.call('people.team', { store: code }, 'query')
    const strangers = team.ok ? (team.value.members as { userId: number }[]).map((one) => one.userId).filter((id) => id > manager.id) : []
    for (const userId of [owner.id, ...strangers]) {
      const proof = { kind: 'totp', code: await partner.app.next(partner.id) }
      await partner.browser.call('people.removeMember', { store: code, userId, proof })
    }
  },
  // Enough where a session is all that the thief has.
  'signed out elsewhere': async (world) => {
    const browser = await comeIn(world)
    await browser.call('people.endOtherSessions')
  },
} as const satisfies Record<string, Answer>

export type AnswerName = keyof typeof answers

/** How the owner gets to see the store again in a known browser: as usual, once more by mail or "this wasn't me", or not at all. */
export async function ownerComesBack(world: World): Promise<'as usual' | 'by mail' | 'out'> {
  const isIn = async () => sees(world, await comeIn(world))
  if (await isIn()) return 'as usual'
  await reset(world)
  return (await isIn()) ? 'by mail' : 'out'
}

/** Whether the owner gets in now, while somebody guesses: on a browser that the account knows, and without waiting. */
export async function ownerComesIn({ owner }: World): Promise<boolean> {
  return enter(owner, owner.browser.signedOut())
}
