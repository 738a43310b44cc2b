import { Browser } from './browser.ts'
import { enter, sees, type World } from './world.ts'

/** A counter-measure of the owner or a partner. */
export type Answer = (world: World) => Promise<void>

const renewed = 'green harbour lantern'

/** The owner chooses a password by the newest link in their mailbox, and proves the second factor. @returns whether both worked */
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
  // If no link comes or the app's codes are refused, the undo links in the notices still help.
  if (!(await choosePassword(world, since))) await undo(world)
}

/** The owner undoes changes by the first undo link since the attack that works. @returns whether one worked */
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

/** Signs the owner in with both factors, in a browser that the account knows. */
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
    else await reset(world) // the thief has changed the password
  },
  // The partner sees members who joined since, and removes them too.
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
  // Helps only against a thief who has nothing but a session.
  'signed out elsewhere': async (world) => {
    const browser = await comeIn(world)
    await browser.call('people.endOtherSessions')
  },
} as const satisfies Record<string, Answer>

export type AnswerName = keyof typeof answers

/** Signs the owner in after the attack. @returns whether that worked as usual, only after a reset by mail or an undo link, or not at all */
export async function ownerComesBack(world: World): Promise<'as usual' | 'by mail' | 'out'> {
  const isIn = async () => sees(world, await comeIn(world))
  if (await isIn()) return 'as usual'
  await reset(world)
  return (await isIn()) ? 'by mail' : 'out'
}

/** Whether the owner can sign in during guesses by others: in a browser that the account knows, without a wait. */
export async function ownerComesIn({ owner }: World): Promise<boolean> {
  return enter(owner, owner.browser.signedOut())
}
