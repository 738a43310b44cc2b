import { afterEach, describe, expect, test, vi } from 'vitest'
import { randomOf } from '#demo/random.ts'
import { allDeliveries } from '#db/test/any-order/deliveries.ts'
import { Historian } from '#db/test/any-order/history.ts'
import { anyStrayed, strayed } from '#db/test/any-order/strayed.ts'
import { fold } from './fold.ts'
import type * as hold from './hold.ts'
import type * as waiting from './waiting.ts'

// Random histories, delivered in any order and cut into batches anywhere, come to what the contract alone says, but for what it lets
// compete: refund, release and cancellation of one line. any-order.db.test.ts has ten thousand, and the API and the database.

test('1,500 random orders and batches of 30 random histories give the model’s result', () => {
  expect(anyStrayed('any', 1500, fold)).toBe(0)
})

test('all 720 orders of small histories give the model’s result', () => {
  let found = 0
  for (let n = 0; found < 3; n++) {
    const history = new Historian(randomOf('small', n), '').write(1, 0)
    const told = history.told.filter(({ event }) => !event.seller_id.endsWith('stranger'))
    if (told.length !== 6) continue
    found++
    expect(strayed({ told, before: [] }, allDeliveries({ told, before: [] }), fold)).toBe(0)
  }
})

describe('negative controls: planted mistakes are caught', () => {
  afterEach(() => {
    vi.doUnmock('./newer.ts')
    vi.doUnmock('./hold.ts')
    vi.doUnmock('./waiting.ts')
    vi.resetModules()
  })

  async function planted(file: string, change: (actual: never) => object): Promise<typeof fold> {
    vi.resetModules()
    vi.doMock(file, async (original) => ({ ...(await original<object>()), ...change((await original<object>()) as never) }))
    return (await import('./fold.ts')).fold
  }

  test('a planted rule “at the same instant the later delivered wins” is caught', async () => {
    const by = await planted('./newer.ts', () => ({
      isNewer: (a: { at: number }, b: { at: number } | null) => b === null || a.at >= b.at,
    }))
    expect(anyStrayed('any', 200, by)).toBeGreaterThan(0)
  })

  test('a planted rule “the last delivered event of a hold wins” is caught', async () => {
    const by = await planted('./hold.ts', ({ holdAfter }: typeof hold) => ({
      holdAfter: (_: unknown, event: never) => holdAfter(null, event),
    }))
    expect(anyStrayed('any', 200, by)).toBeGreaterThan(0)
  })

  test('a planted rule “a line has one hold, whatever its name” is caught', async () => {
    const by = await planted('./hold.ts', ({ newestOpen }: typeof hold) => ({
      newestOpen: (_: unknown, changed: never) => newestOpen(new Map(), changed),
    }))
    expect(anyStrayed('any', 200, by)).toBeGreaterThan(0)
  })

  test('a planted rule “the end of a hold wakes nothing” is caught', async () => {
    const by = await planted('./waiting.ts', ({ Waiting }: typeof waiting) => ({
      Waiting: class extends Waiting {
        override wake(entry: never) {
          if ((entry as { event: { type: string } }).event.type !== 'order.unheld') super.wake(entry)
        }
      },
    }))
    expect(anyStrayed('any', 200, by)).toBeGreaterThan(0)
  })
})
