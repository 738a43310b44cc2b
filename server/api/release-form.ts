import { incomingForm, type ReceivedForm } from '#server/files/index.ts'
import { cleanLines } from '#server/platform/clean-text.ts'
import { Refusal } from '#server/platform/errors.ts'
import { paths, type StorePaths, storePaths } from '#server/platform/paths.ts'
import { currentSession, storeOf } from '#server/people/index.ts'
import { Note, releaseFormName } from '#server/requests/schema.ts'
import { api } from './caller.ts'
import { forgetForm, keepForm } from './kept-form.ts'
import { isFromOurPage } from './origin.ts'
import { answerRefused, seeOther, storeNamedIn } from './page-answer.ts'

/** Why the form was not accepted, and the name of the file that was the reason. */
type Problem = { readonly reason: string; readonly file: string | null }

/**
 * The form that asks for a release, files and all, as a browser posts it by itself. Who may ask, of which store and for what, is known
 * from the address before a file is kept in memory.
 * @returns a redirect to the list; or back to the form with the reason in `problem`, and what was typed in a cookie (kept-form.ts); or to
 * another page of the store with the reason, where this person or store has no such form. Of another site's form nothing is kept.
 */
export async function answerReleaseForm(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const [store, order, line] = [storeNamedIn(request), searchParams.get('order') ?? '', searchParams.get('line') ?? '']
  const [named, pages] = [{ store, orderId: order, lineId: line }, storePaths(store)]
  const form = incomingForm(request, 'release_proof')
  const page = (problem: string) => (store ? pageWithReason(pages, { order, line }, problem) : paths.home())
  const { pathname } = new URL(pages.newRequest({ order, line }), 'http://localhost')
  const isOwnForm = isFromOurPage(request.headers)
  const kept = (file: string | null) => ({
    'set-cookie': keepForm(pathname, { form: releaseFormName(order, line), note: cleanLines(form.text('note')), file }),
  })

  const outcome = await answered().catch((error: unknown) => ({ error }))
  if (outcome === null) return seeOther(pages.requests({ asked: '' }), { 'set-cookie': forgetForm(pathname) })
  await form.skipFiles() // so that the note has arrived
  if ('reason' in outcome) return seeOther(page(outcome.reason), kept(outcome.file))
  // A note that another site sent would stand in the person's own form.
  return answerRefused(request, outcome.error, page, isOwnForm ? kept(null) : {})

  async function answered(): Promise<Problem | null> {
    if (!isOwnForm) throw new Refusal('foreign_origin')
    const procedures = await api()
    const { can } = await procedures.requests.asking(named)
    return can.ask.ok ? received(procedures) : { reason: can.ask.reason, file: null }
  }

  async function received(procedures: Awaited<ReturnType<typeof api>>): Promise<Problem | null> {
    const session = await currentSession()
    const by = { person: session?.email ?? '', store: (session && storeOf(session, store)?.scope.sellerId) ?? 0 }
    const outcome = await form.receive(by, (whole) => ask(procedures, whole))
    return typeof outcome === 'string' ? { reason: outcome, file: null } : outcome
  }

  async function ask(procedures: Awaited<ReturnType<typeof api>>, whole: ReceivedForm | null): Promise<Problem | null> {
    if (!whole) return { reason: 'missing', file: null }
    const note = Note.safeParse(form.text('note'))
    if (!note.success) return { reason: 'note_too_long', file: null }
    const asked = await procedures.requests.ask({ ...named, note: note.data, files: whole.files.map(({ bytes }) => bytes) })
    return asked.ok ? null : { reason: asked.reason, file: asked.file === null ? null : (whole.files[asked.file]?.name ?? null) }
  }
}

/** The page that has a sentence for the reason: the form itself, unless this person, store or order has none. */
function pageWithReason(pages: StorePaths, named: { readonly order: string; readonly line: string }, problem: string): string {
  if (problem === 'account_not_open') return pages.overview({ problem })
  if (problem === 'not_allowed') return pages.requests({ problem: 'ask_not_allowed' })
  if (problem === 'not_found' || problem === 'invalid_input') return pages.requests({ problem: 'order_not_found' })
  return pages.newRequest({ ...named, problem })
}
