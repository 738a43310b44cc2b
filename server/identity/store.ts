import { and, desc, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import { portalNow } from '#db/schema/columns.ts'
import { files } from '#db/schema/files.ts'
import { verifiedIdentities, identityAttempts, identityPages } from '#db/schema/identity.ts'
import { sellers } from '#db/schema/sellers.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { open, seal } from '#server/platform/seal.ts'
import { typedPlace } from '#server/platform/sealed-places.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Attempt, documentDay, type Typed } from './attempt.ts'
import type { DocumentPage, DocumentType, Region } from './documents/document.ts'
import type { Reasons } from './schema.ts'

/** An attempt with what a page shows of it. Instants in epoch milliseconds. */
export type AttemptRow = Attempt & {
  readonly startedAt: number
  readonly submittedAt: number | null
  readonly decidedAt: number | null
  readonly remark: string | null
}

/** A picture of a page. */
export type PageRow = { readonly page: DocumentPage; readonly file: string; readonly type: string; readonly bytes: number }

/** Today, as documents begin and end by it. */
export async function today(tx: Tx): Promise<string> {
  return documentDay(await now(tx))
}

/** Waits for the store's other work on its identity, until the transaction ends. */
export async function lockSeller(tx: Tx, { sellerId }: SellerScope): Promise<void> {
  await tx.db.select({ id: sellers.id }).from(sellers).where(eq(sellers.id, sellerId)).for('no key update')
}

const shown = {
  id: identityAttempts.id,
  state: identityAttempts.state,
  region: identityAttempts.region,
  type: identityAttempts.documentType,
  typed: identityAttempts.typed,
  startedAt: identityAttempts.startedAt,
  submittedAt: identityAttempts.submittedAt,
  decidedAt: identityAttempts.decidedAt,
  reasons: identityAttempts.reasons,
  remark: identityAttempts.remark,
}

/** The store's newest attempt, and the pictures of its pages, in one round trip; null where there was none. */
export async function newestAttempt(
  tx: Tx,
  { sellerId }: SellerScope,
): Promise<{ readonly attempt: AttemptRow; readonly pages: readonly PageRow[] } | null> {
  const newest = tx.db
    .select({ id: identityAttempts.id })
    .from(identityAttempts)
    .where(eq(identityAttempts.sellerId, sellerId))
    .orderBy(desc(identityAttempts.startedAt), identityAttempts.id)
    .limit(1)
  const [[row], pages] = await Promise.all([
    tx.db
      .select(shown)
      .from(identityAttempts)
      .where(and(eq(identityAttempts.sellerId, sellerId), inArray(identityAttempts.id, newest)))
      .prepare('newest_identity_attempt')
      .execute(),
    picturesIn(tx, sellerId, inArray(identityPages.attempt, newest)).prepare('pages_of_newest_attempt').execute(),
  ])
  if (!row) return null
  const { typed, startedAt, submittedAt, decidedAt, ...rest } = row
  const attempt = {
    ...rest,
    typed: typed && openTyped(typed, sellerId, row.id),
    pages: pages.map(({ page }) => page),
    startedAt: startedAt.getTime(),
    submittedAt: submittedAt?.getTime() ?? null,
    decidedAt: decidedAt?.getTime() ?? null,
  }
  return { attempt, pages }
}

/** What a sealed value of `typed` says. */
export function openTyped(typed: Buffer, sellerId: number, id: string): Typed {
  return JSON.parse(open(typed, typedPlace(sellerId, id)).toString()) as Typed
}

/** The pictures of an attempt that have not been removed. */
export function pagesOfAttempt(tx: Tx, sellerId: number, attempt: string): Promise<PageRow[]> {
  return picturesIn(tx, sellerId, eq(identityPages.attempt, attempt)).prepare('pages_of_attempt').execute()
}

function picturesIn(tx: Tx, sellerId: number, which: SQL) {
  return tx.db
    .select({ page: identityPages.page, file: files.id, type: files.mediaType, bytes: files.size })
    .from(identityPages)
    .innerJoin(files, and(eq(files.sellerId, identityPages.sellerId), eq(files.id, identityPages.file)))
    .where(and(eq(identityPages.sellerId, sellerId), isNull(files.removedAt), which))
    .orderBy(identityPages.page)
}

/** Who the store's owner is; undefined where nobody has found out. */
export async function identityOf(
  tx: Tx,
  { sellerId }: SellerScope,
): Promise<{ readonly name: string; readonly latinName: string; readonly verifiedAt: Date; readonly renewBy: Date } | undefined> {
  const [row] = await tx.db
    .select({
      name: verifiedIdentities.name,
      latinName: verifiedIdentities.latinName,
      verifiedAt: verifiedIdentities.verifiedAt,
      renewBy: verifiedIdentities.renewBy,
    })
    .from(verifiedIdentities)
    .where(eq(verifiedIdentities.sellerId, sellerId))
    .prepare('identity_of_seller')
    .execute()
  return row
}

const draftOf = ({ sellerId }: SellerScope, id: string) =>
  and(eq(identityAttempts.sellerId, sellerId), eq(identityAttempts.id, id), eq(identityAttempts.state, 'draft'))

/** Another document for a draft; what was typed of the former one is gone. */
export async function updateDocument(
  tx: Tx,
  scope: SellerScope,
  id: string,
  document: { readonly region: Region; readonly type: DocumentType },
): Promise<void> {
  await tx.db
    .update(identityAttempts)
    .set({ region: document.region, documentType: document.type, typed: null, reasons: null, remark: null })
    .where(draftOf(scope, id))
}

/** Keeps what was typed, sealed. */
export async function updateTyped(tx: Tx, scope: SellerScope, id: string, typed: Typed): Promise<void> {
  const sealed = seal(Buffer.from(JSON.stringify(typed)), typedPlace(scope.sellerId, id))
  await tx.db.update(identityAttempts).set({ typed: sealed }).where(draftOf(scope, id))
}

/** What is still to be corrected of a draft; the reviewer's words go with the last of it. */
export async function updateReasons(tx: Tx, scope: SellerScope, id: string, reasons: Reasons | null): Promise<void> {
  await tx.db
    .update(identityAttempts)
    .set(reasons ? { reasons } : { reasons: null, remark: null })
    .where(draftOf(scope, id))
}

/** Removes the pictures of an attempt from it; their days of retention begin. */
export async function deletePages(tx: Tx, { sellerId }: SellerScope, attempt: string): Promise<void> {
  await tx.db.delete(identityPages).where(and(eq(identityPages.sellerId, sellerId), eq(identityPages.attempt, attempt)))
}

/** A picture of a page, in place of an earlier one. */
export async function putPage(tx: Tx, { sellerId }: SellerScope, attempt: string, page: DocumentPage, file: string): Promise<void> {
  await tx.db
    .delete(identityPages)
    .where(and(eq(identityPages.sellerId, sellerId), eq(identityPages.attempt, attempt), eq(identityPages.page, page)))
  await tx.db.insert(identityPages).values({ sellerId, attempt, page, file })
}

/** Hands a draft to staff. */
export async function submitAttempt(tx: Tx, scope: SellerScope, id: string): Promise<void> {
  await tx.db.update(identityAttempts).set({ state: 'submitted', submittedAt: portalNow }).where(draftOf(scope, id))
}
