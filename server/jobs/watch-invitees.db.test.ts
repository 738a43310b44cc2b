import { afterAll, expect, test } from 'vitest'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { clearQueue, closePeople, waiting } from '#db/test/people.ts'
import { postEvents } from '#server/orders/index.ts'
import { watchInvitees } from './watch-invitees.ts'

afterAll(closePeople)

test('sellers that the marketplace announces with an address are invited soon after, by one run for all of them', async () => {
  const stop = watchInvitees()
  await expect.poll(() => waiting('sellers.invite'), { timeout: 5000 }).toHaveLength(1) // at start it looks for what was missed
  await clearQueue()
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller: 'a', email: 'a@example.com' }), upserted({ seller: 'b', email: 'b@example.com' })])
  await postEvents(marketplace, [upserted({ seller: 'c', email: 'c@example.com' })])
  await expect.poll(() => waiting('sellers.invite'), { timeout: 5000 }).toHaveLength(1)
  stop()
})
