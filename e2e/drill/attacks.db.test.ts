import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { plants, withPlant } from './attacks/plants.ts'
import { Portal } from './attacks/portal.ts'
import { play, titleOf } from './attacks/run.ts'
import { serveHandlers } from './attacks/serve-handlers.ts'
import { someStories } from './attacks/stories.ts'

let portal: Portal

beforeAll(async () => {
  portal = await Portal.start(inject('superuserUrl'), serveHandlers)
})

afterAll(() => portal.stop())

describe('whatever credentials a thief has, the owner’s counter-measure ends the access', { timeout: 120_000 }, () => {
  test.each(someStories().map((story) => ({ title: titleOf(story), story })))('$title', async ({ story }) => {
    expect(await play(portal, story)).toEqual([])
  })
})

describe('negative control', { timeout: 120_000 }, () => {
  test.each(plants)('$name is detected', async (plant) => {
    expect(await withPlant(portal.owner, plant, () => play(portal, plant.story))).toContain(plant.felt)
  })

  test('without a notice that its session has ended, a page stays open', async () => {
    await portal.owner`alter table sessions disable trigger ended`
    const story = {
      start: 'a cookie, ten minutes after the second factor',
      tries: ['keep a live page open'],
      answer: 'a new password by mail',
    } as const
    expect(await play(portal, story)).toEqual(['a live stream'])
    await portal.owner`alter table sessions enable trigger ended`
  })
})
