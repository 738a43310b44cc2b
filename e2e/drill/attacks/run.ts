import { type AnswerName, answers, ownerComesBack, ownerComesIn, undo } from './answers.ts'
import { type AttemptName, attempts } from './attempts.ts'
import type { Portal } from './portal.ts'
import { type StartName, starts } from './starts.ts'
import { accomplice, whatStillWorks } from './thief.ts'
import { makeWorld } from './world.ts'

/** One attack: what the thief has, the ways in which they make it last, and what is done about it. */
export type Story = { readonly start: StartName; readonly tries: readonly AttemptName[]; readonly answer: AnswerName }

/** What opens the account itself: a partner ends its access to the store, and can't end more. */
const ofAccount = new Set([
  'the address',
  'a link to another address',
  'a link to choose a password',
  'an app that was begun',
  'a passkey that was begun',
])

/**
 * Plays a story in a store of its own.
 * @returns what the thief still gets in with afterwards, whether one proof opened several acts, and whether the owner stays out; a sound
 *   portal gives an empty list
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
  thief.readsMail = false // the mailbox is the owner's again
  const works = await whatStillWorks(thief)
  // A new password ends nobody's membership: the owner was told of it by mail, with a link that does.
  const isUndone = works.includes(accomplice) && (await undo(world))
  for (const one of isUndone ? [...works.filter((what) => what !== accomplice), ...(await whatStillWorks(thief))] : works) wrong.add(one)
  if (answer === 'removed by the partner') return [...wrong].filter((what) => !ofAccount.has(what))
  const back = await ownerComesBack(world)
  if (back === 'out') wrong.add('the owner stays out')
  if (back === 'by mail') for (const one of await whatStillWorks(thief)) wrong.add(one)
  return [...wrong]
}

/** A story in one line. */
export const titleOf = ({ start, tries, answer }: Story) => `${start} · ${tries.join(', ')} · ${answer}`
