import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { closePeople, codeOf, enrolled, join, makeStore, makeUser, owner, signedIn, scopeIn } from '#db/test/people.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { removeMember } from '#server/people/index.ts'
import { answerTrpc } from './answer.ts'
import { maxStreamsOfSession, streamsOf } from './live-streams.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

/** A store with an owner and a colleague, who has a session. */
async function house() {
  const store = await makeStore()
  const [boss, colleague] = [await makeUser(), await makeUser()]
  await join(store, boss)
  await join(store, colleague, 'finance')
  return { store, boss, colleague, ...(await signedIn(colleague)) }
}

/** Opens a stream; `ended` resolves when it is over. */
async function open(token: string, store: number) {
  const end = new AbortController()
  const headers = { cookie: `session=${token}`, accept: 'text/event-stream' }
  const input = encodeURIComponent(JSON.stringify({ json: { store: await codeOf(store) } }))
  const request = new Request(`http://localhost:3000/api/trpc/balances.live?input=${input}`, { headers, signal: end.signal })
  const response = await answerTrpc(request)
  const reader = response.body!.getReader()
  let text = ''
  const until = async (what: RegExp | null) => {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += new TextDecoder().decode(read.value)
      if (what?.test(text)) return
    }
  }
  await until(/"json"|"code"|too_many/)
  return { text: () => text, ended: until(null), close: () => end.abort() }
}

/** Milliseconds that something takes. */
async function timed(work: Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work
  return performance.now() - before
}

describe('a live stream ends within a second', () => {
  const ways: [string, (of: Awaited<ReturnType<typeof house>>) => Promise<unknown>][] = [
    [
      'when its member is removed by the owner',
      async ({ boss, colleague }) => {
        const { proof } = await enrolled(boss)
        const { session } = await signedIn(boss)
        return removeMember(session, scopeIn(session), { userId: colleague.id, proof: await proof() })
      },
    ],
    ['when its member gets another role', ({ colleague }) => owner()`update members set role = 'viewer' where user_id = ${colleague.id}`],
    ['when its person is disabled', ({ colleague }) => owner()`update users set disabled_at = now() where id = ${colleague.id}`],
    ['when its session ends', ({ session }) => owner()`delete from sessions where id = ${session.sessionId}`],
  ]

  test.each(ways)('%s', async (_when, happens) => {
    const one = await house()
    const [mine, other] = [await open(one.given.session, one.store), await open((await signedIn(one.boss)).given.session, one.store)]
    await happens(one)
    expect(await timed(mine.ended)).toBeLessThan(1_000)
    expect(streamsOf(one.session.sessionId)).toBe(0)
    other.close()
    await other.ended
  })

  test('when the notice was missed because the listening connection was lost, and it is back', async () => {
    const { store, colleague, given } = await house()
    const stream = await open(given.session, store)
    const superuser = superuserClient()
    const [here] = await owner()<[{ name: string }]>`select current_database() as name`
    // What is said while nobody listens: the trigger that tells is off.
    await owner()`alter table members disable trigger ended`
    await owner()`delete from members where user_id = ${colleague.id}`
    await owner()`alter table members enable trigger ended`
    await superuser`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = ${here.name} and query ilike 'listen %'`
    await superuser.end()
    await stream.ended
  })
})

test('the removal of another member, or from another store, ends no stream', async () => {
  const [one, two] = [await house(), await house()]
  await join(two.store, one.colleague, 'viewer')
  const stream = await open(one.given.session, one.store)
  await owner()`delete from members where user_id = ${one.boss.id}`
  await owner()`delete from members where user_id = ${one.colleague.id} and seller_id = ${two.store}`
  await owner()`update sessions set wrong_codes = 1` // the same connection: what was said before has been heard
  expect(
    await Promise.race([
      stream.ended.then(() => 'ended'),
      timed(open(two.given.session, two.store).then((other) => (other.close(), other.ended))),
    ]),
  ).not.toBe('ended')
  stream.close()
  await stream.ended
})

test('a session may have eight streams; closing one allows another', async () => {
  const { store, given, session } = await house()
  const opened = await Promise.all(Array.from({ length: maxStreamsOfSession }, () => open(given.session, store)))
  expect(streamsOf(session.sessionId)).toBe(maxStreamsOfSession)
  const ninth = await open(given.session, store)
  expect(ninth.text()).toContain('too_many_streams')
  opened[0]?.close()
  await opened[0]?.ended
  const again = await open(given.session, store)
  expect(again.text()).not.toContain('too_many_streams')
  for (const one of [...opened, again]) one.close()
  await Promise.all([...opened, again].map((one) => one.ended))
  expect(streamsOf(session.sessionId)).toBe(0)
})
