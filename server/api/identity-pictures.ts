import { downloadHeaders, incomingForm, type ReceivedForm } from '#server/files/index.ts'
import { documentPages, type DocumentPage } from '#server/identity/schema.ts'
import { currentSession, storeOf } from '#server/people/index.ts'
import { Refusal } from '#server/platform/errors.ts'
import { paths, staffPaths, storePaths } from '#server/platform/paths.ts'
import { api } from './caller.ts'
import { isFromOurPage, mayRead } from './origin.ts'
import { answerRefused, seeOther, storeNamedIn } from './page-answer.ts'

/**
 * A picture of a page of the identity document, as a browser posts it by itself. Who may send it, and for which store, is known from the
 * address before the file is kept in memory.
 * @returns a redirect to the pictures, with the reason in `problem` where it was not kept
 */
export async function answerPictureForm(request: Request): Promise<Response> {
  const store = storeNamedIn(request)
  const page = documentPages.find((one) => one === new URL(request.url).searchParams.get('page'))
  const form = incomingForm(request, 'identity_page')
  const shown = (problem?: string) =>
    store ? storePaths(store).identity({ step: 'pictures', page: problem && page, problem }) : paths.home()

  try {
    if (!isFromOurPage(request.headers)) throw new Refusal('foreign_origin')
    if (!page) throw new Refusal('invalid_input')
    const procedures = await api()
    const { attempt } = await procedures.identity.read({ store })
    if (!attempt) throw new Refusal('not_allowed')
    const session = await currentSession()
    const by = { person: session?.email ?? '', store: (session && storeOf(session, store)?.scope.sellerId) ?? 0 }
    const reason = await form.receive(by, (whole) => keep(procedures, page, whole))
    return seeOther(shown(reason ?? undefined))
  } catch (error) {
    await form.skipFiles()
    return answerRefused(request, error, shown)
  }

  async function keep(procedures: Awaited<ReturnType<typeof api>>, at: DocumentPage, whole: ReceivedForm | null): Promise<string | null> {
    const files = whole?.files.map(({ bytes }) => bytes) ?? []
    const kept = await procedures.identity.keepPage({ store, page: at, files })
    return kept.ok ? null : kept.reason
  }
}

/** A picture of the store that the address names, or of the case that it names to staff, to be saved and never opened in our origin. */
export async function answerPicture(request: Request, id: string): Promise<Response> {
  const [store, attempt] = [storeNamedIn(request), new URL(request.url).searchParams.get('attempt')]
  const page = () => (attempt === null ? (store ? storePaths(store).identity() : paths.home()) : staffPaths.identities())
  try {
    if (!mayRead(request)) throw new Refusal('foreign_origin')
    const procedures = await api()
    const file =
      attempt === null ? await procedures.identity.picture({ store, id }) : await procedures.staff.identity.picture({ attempt, id })
    return new Response(new Uint8Array(file.bytes), { headers: downloadHeaders(file) })
  } catch (error) {
    return answerRefused(request, error, page)
  }
}
