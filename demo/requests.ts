import sharp from 'sharp'
import type { Sql } from 'postgres'
import { happened } from '#server/orders/index.ts'
import { askRelease, decideRequest } from '#server/requests/index.ts'
import type { Act } from './walk.ts'
import { DAY, HOUR, startOfDay } from './calendar.ts'
import { ownerScope } from './owner-scope.ts'
import { reviewerOf } from './reviewer.ts'
import { shopOf } from './shops.ts'
import { wordsFor } from './words.ts'

const { shipped, released, held, cancelled } = happened

/** Shenzhen's two release requests: one was declined a week ago, the other has been waiting since yesterday. */
export function requestsOf(today: number): Act[] {
  const day = startOfDay(today)
  const { scenes } = wordsFor(shopOf('shenzhen').locale)
  return [
    { at: day - 8 * DAY + 11 * HOUR, carryOut: (owner, marketplaceId) => ask(owner, marketplaceId, scenes.early) },
    { at: day - 7 * DAY + 15 * HOUR, carryOut: (owner, marketplaceId) => decline(owner, marketplaceId, scenes.unreadable) },
    { at: day - DAY + 10 * HOUR, carryOut: (owner, marketplaceId) => ask(owner, marketplaceId, scenes.signed) },
  ]
}

/** Requests a release of the most recently paid line that is shipped and waits; nothing if a request with this note exists. */
async function ask(owner: Sql, marketplaceId: number, note: string): Promise<void> {
  const [line] = await owner<{ sellerId: number; orderId: string; lineId: string; userId: number; name: string }[]>`
    select s.id as "sellerId", l.order_id as "orderId", l.line_id as "lineId", u.id as "userId", u.name
    from sellers s join lines l on l.seller_id = s.id join members m on m.seller_id = s.id and m.role = 'owner' join users u on u.id = m.user_id
    where s.marketplace_id = ${marketplaceId} and s.external_id = ${shopOf('shenzhen').sellerId}
      and l.state & ${shipped | released | held | cancelled}::int = ${shipped}::int and l.pending > 0 and not exists (select from release_requests r where r.seller_id = s.id and r.note = ${note})
    order by l.paid_at desc limit 1`
  if (!line) return
  const { sellerId, orderId, lineId, userId, name } = line
  const scope = ownerScope(marketplaceId, { sellerId, userId })
  const asked = await askRelease(scope, { name }, { orderId, lineId, note, files: [await slip()] })
  if (!asked.ok) throw new Error(`the release of ${orderId} could not be asked for: ${asked.reason}`)
}

/** The marketplace's reviewer declines the open request, if there is one. */
async function decline(owner: Sql, marketplaceId: number, remark: string): Promise<void> {
  const [request] = await owner<[{ id: string }?]>`
    select r.id from release_requests r join sellers s on s.id = r.seller_id
    where r.decision is null and s.marketplace_id = ${marketplaceId} and s.external_id = ${shopOf('shenzhen').sellerId}`
  if (!request) return
  const reviewer = await reviewerOf(owner, marketplaceId)
  const decided = await decideRequest(reviewer, reviewer, { id: request.id, decision: 'declined', reason: 'proof_unreadable', remark })
  if (!decided.ok || decided.outcome !== 'declined') throw new Error(`the request ${request.id} could not be declined`)
}

/** A picture of a delivery slip (JPEG): a barcode, a few lines, a signature. */
function slip(): Promise<Buffer> {
  const bars = Array.from({ length: 40 }, (_, n) => `<rect x="${60 + n * 12}" y="60" width="${3 + ((n * 7) % 6)}" height="90"/>`)
  const lines = [200, 230, 260].map((y) => `<rect x="60" y="${y}" width="${y * 1.6}" height="8" fill="#999"/>`)
  const signature = '<path d="M330 380q30-60 50-5t40-10q20-50 45 5t60-20" fill="none" stroke="#234" stroke-width="5"/>'
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="440"><rect width="600" height="440" fill="#fff"/>${[...bars, ...lines, signature].join('')}</svg>`
  return sharp(Buffer.from(drawing)).jpeg().toBuffer()
}
