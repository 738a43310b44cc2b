import { expect, test } from 'vitest'
import { happened, holdReasonCode } from '#server/orders/index.ts'
import { blockerOf, certaintyOf, type Part } from './blocker.ts'

const { shipped, delivered, confirmed, held, released } = happened
const part = (more: Partial<Part>): Part => ({ bucket: 'pending', state: 0, holdReason: null, dated: false, past: false, ...more })

test.each([
  ['paid only', {}, 'shipment', 'atRisk'],
  ['on its way', { state: shipped }, 'delivery', 'atRisk'],
  ['on its way with the marketplace’s date (early release)', { state: shipped, dated: true }, 'delivery', 'confirmed'],
  ['delivered', { state: shipped | delivered, dated: true }, 'protection', 'confirmed'],
  ['confirmed by the buyer', { state: shipped | delivered | confirmed, dated: true }, 'releasing', 'confirmed'],
  ['confirmed before anybody said delivered', { state: shipped | confirmed }, 'releasing', 'atRisk'],
  ['its date is over', { state: shipped | delivered, dated: true, past: true }, 'overdue', 'confirmed'],
  [
    'in dispute, after its date',
    { bucket: 'frozen', state: held | delivered, holdReason: holdReasonCode.dispute, dated: true, past: true },
    'dispute',
    'atRisk',
  ],
  ['reviewed', { bucket: 'frozen', state: held, holdReason: holdReasonCode.risk }, 'risk', 'atRisk'],
  ['by order of a court', { bucket: 'frozen', state: held, holdReason: holdReasonCode.legal }, 'legal', 'atRisk'],
  ['held without a reason that is known', { bucket: 'frozen', state: held, holdReason: null }, 'other', 'atRisk'],
  ['margin of a released line', { bucket: 'reserve', state: released, dated: true }, 'margin', 'margin'],
  ['margin of a line in dispute', { bucket: 'reserve', state: released | held, holdReason: 1 }, 'margin', 'margin'],
] as const)('%s', (_what, more, blocker, certainty) => {
  expect(blockerOf(part(more))).toBe(blocker)
  expect(certaintyOf(part(more))).toBe(certainty)
})
