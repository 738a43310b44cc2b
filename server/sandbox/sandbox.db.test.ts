import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closePeople, makeUser, owner, signedIn, waiting } from '#db/test/people.ts'
import { now } from '#server/platform/clock.ts'
import { env } from '#server/platform/env.ts'
import { moveClock } from './move-clock.ts'
import { readClock } from './read-clock.ts'

const day = 86_400_000
const visitor = async (demo: boolean) => (await signedIn(await makeUser({ demo }))).session
const asked = () => waiting<{ to: number }>('demo.walk')
const clock = async () => (await now({ sql: owner() })).getTime()

beforeEach(() => {
  Object.assign(env(), { PORTAL_DEMO: 'on' })
})
afterEach(() => {
  Object.assign(env(), { PORTAL_DEMO: 'off' })
})

afterAll(closePeople)

describe('the demo’s clock', () => {
  test('is told to the demo’s people only', async () => {
    const told = await readClock(await visitor(true))
    expect(Math.abs((told?.getTime() ?? 0) - (await clock()))).toBeLessThan(5_000)
    expect(await readClock(await visitor(false))).toBeNull()
    Object.assign(env(), { PORTAL_DEMO: 'off' })
    expect(await readClock(await visitor(true))).toBeNull()
  })

  test('is moved by a job that the transaction asks for, and leaves a line in the trail', async () => {
    const person = await visitor(true)
    const to = await moveClock(person, 7)
    expect(Math.abs(to - (await clock()) - 7 * day)).toBeLessThan(5_000)
    expect((await asked()).at(-1)).toEqual({ to })
    const [line] = await owner()`select action, detail from audit where actor_id = ${String(person.userId)}`
    expect(line).toEqual({ action: 'clock.moved', detail: { days: 7 } })
  })

  test.each([
    ['somebody who is not of the demo', false, 'on'],
    ['a process that runs no demo', true, 'off'],
  ] as const)('stays where it is for %s', async (_, demo, on) => {
    const person = await visitor(demo)
    Object.assign(env(), { PORTAL_DEMO: on })
    const before = (await asked()).length
    await expect(moveClock(person, 1)).rejects.toMatchObject({ code: 'not_found' })
    expect(await asked()).toHaveLength(before)
  })
})
