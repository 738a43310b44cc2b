import { type AnswerName, answers, ownerComesBack, ownerComesIn, undo } from './answers.ts'
import { type AttemptName, attempts } from './attempts.ts'
import type { Portal } from './portal.ts'
import { type StartName, starts } from './starts.ts'
import { accomplice, whatStillWorks } from './thief.ts'
import { makeWorld } from './world.ts'

/** One attack: what the thief has at the start, how they try to keep access, and the counter-measure. */
export type Story = { readonly start: StartName; readonly tries: readonly AttemptName[]; readonly answer: AnswerName }

/** Access to the owner's account itself: a partner can end the account's access to the store, but not this. */
const ofAccount = new Set([
  'the address',
  'a link to another address',
  'a link to choose a password',
  'an app that was begun',
  'a passkey that was begun',
])

/**
 * Plays a story in a store of its own.
 * @returns the violations: access that the thief keeps, one proof that opened several acts, or an owner who stays out; an empty list for
 *   a correct portal
 */
export async function play(portal: Portal, { start, tries, answer }: Story): Promise<string[]> {
  const world = await makeWorld(portal)
  const thief = await starts[start](world)
  for (const one of tries) await attempts[one](thief)
  const wrong = new Set<string>()
  if (thief.opened > 1) wrong.add('one proof opened several acts')
  if (tries.includes('type wrong codes until nobody gets in') && !(await ownerComesIn(world))) wrong.add('the owner was kept out')
  await portal.mailsArrive()
  await answers[answer](world)
  thief.readsMail = false // from here on only the owner reads the mailbox
  const works = await whatStillWorks(thief)
  // A new password does not end a membership; the undo link in the owner's notice does.
  const isUndone = works.includes(accomplice) && (await undo(world))
  for (const one of isUndone ? [...works.filter((what) => what !== accomplice), ...(await whatStillWorks(thief))] : works) wrong.add(one)
  if (answer === 'removed by the partner') return [...wrong].filter((what) => !ofAccount.has(what))
  const back = await ownerComesBack(world)
  if (back === 'out') wrong.add('the owner stays out')
  if (back === 'by mail') for (const one of await whatStillWorks(thief)) wrong.add(one)
  return [...wrong]
}

/** A story as one line of text. */
export const titleOf = ({ start, tries, answer }: Story) => `${start} · ${tries.join(', ')} · ${answer}`
