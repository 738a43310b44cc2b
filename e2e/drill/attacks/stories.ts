import { type AnswerName, answers } from './answers.ts'
import { attempts } from './attempts.ts'
import type { Story } from './run.ts'
import { type StartName, starts } from './starts.ts'

const names = <Name extends string>(of: Readonly<Record<Name, unknown>>) => Object.keys(of) as Name[]

/** Counter-measures that must work against a start: a sign-out elsewhere ends a stolen session, but doesn't help against a password. */
function answersTo(start: StartName): AnswerName[] {
  const all = names(answers)
  return start.startsWith('a cookie') && !start.includes('one code') ? all : all.filter((name) => name !== 'signed out elsewhere')
}

/** Every start with every single attempt and every counter-measure that fits. */
export function everyStory(): Story[] {
  return names(starts).flatMap((start) =>
    names(attempts).flatMap((attempt) => answersTo(start).map((answer): Story => ({ start, tries: [attempt], answer }))),
  )
}

/** Stories written by hand, most with several attempts. */
export const combined: readonly Story[] = [
  { start: 'the mailbox', tries: ['undo what the owner did, and begin anew'], answer: 'a new password by mail' },
  {
    start: 'a cookie and one code read over the shoulder',
    tries: ['invite an accomplice, who comes later'],
    answer: 'removed by the partner',
  },
  {
    start: 'the mailbox and a cookie',
    tries: ['add a passkey', 'ask for a password by mail, and choose it later', 'keep the links that undo a change'],
    answer: 'a new password by mail',
  },
  {
    start: 'the password and one code, phished',
    tries: ['add a passkey', 'keep the links that undo a change', 'keep a live page open', 'sign in a second time'],
    answer: 'the link “this wasn’t me”',
  },
  {
    start: 'a cookie, just after the second factor',
    tries: ['add a passkey', 'replace the authenticator app', 'renew the recovery codes', 'invite an accomplice, who comes at once'],
    answer: 'a new password by mail',
  },
  {
    start: 'the password and the recovery codes',
    tries: ['replace the authenticator app', 'ask for another address, and confirm it at once'],
    answer: 'the link “this wasn’t me”',
  },
  {
    start: 'a cookie and one code read over the shoulder',
    tries: ['begin a passkey, and finish it later', 'begin an app, and finish it later', 'keep a live page open'],
    answer: 'a new password from the settings',
  },
]

/** A selection of stories that has each start, each attempt and each counter-measure, and all combined stories. */
export function someStories(): Story[] {
  const [begin, tried] = [names(starts), names(attempts)]
  const turns = tried.flatMap((attempt, at) =>
    [0, 1].map((turn): Story => {
      const start = begin[(at * 5 + turn * 4) % begin.length] as StartName
      const fitting = answersTo(start)
      return { start, tries: [attempt], answer: fitting[(at + turn) % fitting.length] as AnswerName }
    }),
  )
  return [...turns, ...combined]
}
