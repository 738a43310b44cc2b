import sharp from 'sharp'
import type { Sql } from 'postgres'
import { chooseDocument, decideCase, keepPage, saveDetails, submitIdentity, takeCase } from '#server/identity/index.ts'
import { type Details, type DocumentPage, type DocumentType, pagesOf, type Region } from '#server/identity/schema.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { DAY, HOUR, MINUTE, startOfDay } from './calendar.ts'
import { ownerScope } from './owner-scope.ts'
import { reviewerOf } from './reviewer.ts'
import { shopOf, type StoryName } from './shops.ts'
import type { Act } from './walk.ts'
import { wordsFor } from './words.ts'

/** Who proves who they are, and with which document. */
type Story = {
  readonly story: StoryName
  readonly region: Region
  readonly type: DocumentType
  readonly typed: Pick<Details, 'name' | 'latinName' | 'number' | 'birth'>
}

// Numbers with a right check digit that nobody can have: of districts that are not given out any more, or lives that never were.
const stories = {
  verified: {
    story: 'shenzhen',
    region: 'CN',
    type: 'resident_id',
    typed: { name: '林晓彤', latinName: '', number: '440300198703120020', birth: '1987-03-12' },
  },
  sentBack: {
    story: 'taiwan',
    region: 'TW',
    type: 'taiwan_permit',
    typed: { name: '林佳穎', latinName: 'LIN CHIAYING', number: '08812345', birth: '1991-07-08' },
  },
  waiting: {
    story: 'quiet',
    region: 'CN',
    type: 'resident_id',
    typed: { name: '周瑾', latinName: '', number: '510100199208230048', birth: '1992-08-23' },
  },
} as const satisfies Record<string, Story>

/** One store was verified ten days ago, one sent something that must be changed, and one waits since this morning. */
export function identitiesOf(today: number): Act[] {
  const day = startOfDay(today)
  const { scenes } = wordsFor(shopOf('taiwan').locale)
  const act = (at: number, carryOut: Act['carryOut']): Act => ({ at, carryOut })
  return [
    act(day - 10 * DAY + 9 * HOUR, (owner, marketplaceId) => submit(owner, marketplaceId, stories.verified)),
    act(day - 10 * DAY + 14 * HOUR, (owner, marketplaceId) => decide(owner, marketplaceId, stories.verified, null)),
    act(day - 3 * DAY + 10 * HOUR, (owner, marketplaceId) => submit(owner, marketplaceId, stories.sentBack)),
    act(day - 3 * DAY + 16 * HOUR, (owner, marketplaceId) => decide(owner, marketplaceId, stories.sentBack, scenes.glare)),
    act(day - 30 * MINUTE, (owner, marketplaceId) => submit(owner, marketplaceId, stories.waiting)),
  ]
}

/** The store's owner types, sends pictures and submits, once. */
async function submit(owner: Sql, marketplaceId: number, { story, region, type, typed }: Story): Promise<void> {
  const scope = await beginnerOf(owner, marketplaceId, story)
  if (!scope) return
  const year = 1000 * 60 * 60 * 24 * 365
  const [{ now }] = await owner<[{ now: Date }]>`select portal_now() as now`
  const on = (years: number) => new Date(now.getTime() + years * year).toISOString().slice(0, 10)
  const validity = type === 'resident_id' ? { validFrom: on(-2), validUntil: '' } : { validFrom: on(-2), validUntil: on(3) }
  const steps: { readonly ok: boolean }[] = [await chooseDocument(scope, { region, type })]
  steps.push(await saveDetails(scope, { ...typed, ...validity, country: '', renewals: '' }))
  for (const page of pagesOf[type]) steps.push(await keepPage(scope, { page, files: [await drawn(page)] }))
  steps.push(await submitIdentity(scope, true))
  const failed = steps.find(({ ok }) => !ok)
  if (failed) throw new Error(`the identity of ${story} could not be submitted: ${JSON.stringify(failed)}`)
}

/** The marketplace's reviewer approves, or sends the picture back with a remark. */
async function decide(owner: Sql, marketplaceId: number, { story, type }: Story, remark: string | null): Promise<void> {
  const [attempt] = await owner<[{ id: string }?]>`
    select a.id from identity_attempts a join sellers s on s.id = a.seller_id
    where a.state = 'submitted' and s.marketplace_id = ${marketplaceId} and s.external_id = ${shopOf(story).sellerId}`
  if (!attempt) return
  const reviewer = await reviewerOf(owner, marketplaceId)
  const [page] = pagesOf[type]
  const pages = remark !== null && page ? { [page]: 'unreadable' as const } : {}
  await takeCase(reviewer, reviewer, attempt.id)
  const decision = remark === null ? 'approved' : 'sent_back'
  const decided = await decideCase(reviewer, reviewer, { id: attempt.id, decision, reasons: { fields: {}, pages }, remark })
  if (!decided.ok) throw new Error(`the identity of ${story} could not be decided: ${decided.reason}`)
}

/** The scope of a store's owner; undefined where the store has begun to prove who that is. */
async function beginnerOf(owner: Sql, marketplaceId: number, story: StoryName): Promise<MemberScope | undefined> {
  const [row] = await owner<[{ sellerId: number; userId: number }?]>`
    select s.id as "sellerId", m.user_id as "userId" from sellers s join members m on m.seller_id = s.id and m.role = 'owner'
    where s.marketplace_id = ${marketplaceId} and s.external_id = ${shopOf(story).sellerId} and s.opened_at is not null
      and not exists (select from identity_attempts a where a.seller_id = s.id)`
  return row && ownerScope(marketplaceId, row)
}

/** A document as somebody draws it who may not copy one: a portrait, lines of text, an emblem. */
function drawn(page: DocumentPage): Promise<Buffer> {
  const lines = [90, 130, 170, 210, 310].map(
    (y, n) => `<rect x="60" y="${y}" width="${[150, 110, 220, 260, 380][n]}" height="14" rx="7" fill="#8a93a5"/>`,
  )
  const portrait = '<circle cx="470" cy="140" r="48" fill="#b9a48f"/><path d="M390 270q80-110 160 0Z" fill="#5d6f8c"/>'
  const emblem = '<circle cx="110" cy="110" r="60" fill="#c3524b"/><circle cx="110" cy="110" r="34" fill="#e6b35a"/>'
  const content = page === 'back' ? [emblem, ...lines.slice(3)] : [portrait, ...lines]
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" rx="24" fill="#e8edf3"/>${content.join('')}</svg>`
  return sharp(Buffer.from(drawing)).jpeg().toBuffer()
}
