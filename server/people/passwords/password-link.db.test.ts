import { afterAll, beforeEach, expect, test } from 'vitest'
import { openedJob, type SealedJob } from '#server/platform/sealed-job.ts'
import { browser, closePeople, mailsTo, makeUser, owner, trail, waiting } from '#db/test/people.ts'
import { askPasswordLink, sendPasswordLink } from './password-link.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

test('a known and an unknown address cause the same work and answer; a job decides later', async () => {
  const user = await makeUser()
  const asked = [await askPasswordLink(user.email, browser()), await askPasswordLink('nobody@example.com', browser())]
  expect(asked).toEqual([undefined, undefined])
  const jobs = await waiting<SealedJob>('password.send-link')
  expect(jobs.map((job) => openedJob('password.send-link', job))).toEqual([{ email: user.email }, { email: 'nobody@example.com' }])
  expect(JSON.stringify(jobs)).not.toContain('example.com')
  expect(await trail('password_link.asked')).toMatchObject([{ actor_id: null }, { actor_id: null }])
  expect(await mailsTo(user.email)).toEqual([])
})

test('the job mails the person of the address, in their language, and nobody else', async () => {
  const user = await makeUser({ locale: 'zh-TW' })
  for (const email of [user.email, 'nobody@example.com']) await sendPasswordLink(email)
  expect(await mailsTo(user.email)).toMatchObject([
    { kind: 'password-reset', locale: 'zh-TW', link: { page: '/sign-in/password', token: expect.stringMatching(/^[\w-]{43}$/) } },
  ])
  expect(await mailsTo('nobody@example.com')).toEqual([])
})

test('a disabled person gets no link', async () => {
  const user = await makeUser()
  await owner()`update users set disabled_at = now() where id = ${user.id}`
  await sendPasswordLink(user.email)
  expect(await mailsTo(user.email)).toEqual([])
})

test('after three mails asking is delayed, for known and unknown addresses', async () => {
  const user = await makeUser()
  for (const email of [user.email, 'somebody-else@example.com']) {
    const outcomes: string[] = []
    for (let n = 0; n < 5; n++)
      outcomes.push(
        await askPasswordLink(email, browser()).then(
          () => 'asked',
          (error: { code: string }) => error.code,
        ),
      )
    expect(outcomes).toEqual(['asked', 'asked', 'asked', 'too_many_tries', 'too_many_tries'])
  }
})
