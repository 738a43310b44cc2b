import { TRPCError } from '@trpc/server'
import { proofLimits } from '#server/requests/index.ts'
import { noteLength } from '#server/requests/schema.ts'
import { env } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/errors.ts'
import { admitted } from './admission.ts'
import { refusal } from './answer.ts'
import { api } from './caller.ts'
import { isFromOurPage } from './origin.ts'

/** Room for the note and the form's own lines beside the files. */
const mostBytes = proofLimits.files * proofLimits.bytes + 65_536

/**
 * The form that asks for a release, files and all, as a browser posts it by itself. Who may ask, and for what, is known from the
 * address before a byte of the body is read.
 * @returns a redirect to the list, or back to the form with the reason in `problem`
 */
export async function answerReleaseForm(request: Request): Promise<Response> {
  if (!isFromOurPage(request.headers)) return refusal('foreign_origin')
  const { searchParams } = new URL(request.url)
  const line = { orderId: searchParams.get('order') ?? '', lineId: searchParams.get('line') ?? '' }
  return refusing(async () => {
    const procedures = await api()
    const { can } = await procedures.requests.asking(line)
    const reason = can.ask.ok ? await received() : can.ask.reason
    return seeOther(
      reason === null ? '/requests?asked' : `/requests/new?${new URLSearchParams([...formAddress(line), ['problem', reason]])}`,
    )

    async function received() {
      const length = Number(request.headers.get('content-length'))
      if (!(length > 0 && length <= mostBytes)) return 'too_large'
      const { email } = await procedures.people.me()
      return admitted({ person: email, bytes: length, read: () => bodyOf(request, length), work: ask })
    }

    async function ask(body: Uint8Array<ArrayBuffer> | null) {
      const sent = await sentIn(body, request.headers)
      if (typeof sent === 'string') return sent
      const asked = await procedures.requests.ask({ ...line, ...sent })
      return asked.ok ? null : asked.reason
    }
  })
}

/** A body of so many bytes, which are in memory once; null where it has others or the browser went away. */
async function bodyOf({ body }: Request, length: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = new Uint8Array(length)
  let read = 0
  try {
    for await (const piece of body ?? []) {
      bytes.set(piece, read)
      read += piece.length
    }
  } catch {
    return null
  }
  return read === length ? bytes : null
}

/**
 * The note and the files of a form, or what is wrong with it. A browser sends a line break of the note as CR LF, and counts it as one.
 * @param body null where the browser went away
 */
async function sentIn(body: Uint8Array<ArrayBuffer> | null, headers: Headers) {
  const type = headers.get('content-type') ?? ''
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => null)
  if (!form) return 'missing'
  const text = form.get('note')
  const note = typeof text === 'string' ? text.replaceAll('\r\n', '\n').trim() : ''
  if (note.length > noteLength) return 'note_too_long'
  const proofs = form.getAll('proof').filter((one): one is File => one instanceof File && one.size > 0)
  const files = proofs.slice(0, proofLimits.files + 1).map(async (file) => new Uint8Array(await file.arrayBuffer()))
  return { note, files: await Promise.all(files) }
}

/** A proof, to be saved and never to be shown in the portal's own origin. */
export async function answerProof(request: Request, id: string): Promise<Response> {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return refusal('foreign_origin')
  return refusing(async () => {
    const procedures = await api()
    const { type, bytes } = await procedures.requests.proof({ id })
    const ending = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' }[type]
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': type,
        'content-disposition': `attachment; filename="proof-${id.slice(0, 8)}.${ending}"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-store',
      },
    })
  })
}

const formAddress = ({ orderId, lineId }: { orderId: string; lineId: string }): [string, string][] => [
  ['order', orderId],
  ['line', lineId],
]

function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: new URL(path, env().PORTAL_URL).href } })
}

/** What a procedure refused, as status and code. */
async function refusing(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    const { cause } = error as TRPCError
    const code = cause instanceof Refusal ? cause.code : 'invalid_input'
    if (!(cause instanceof Refusal) && !(error instanceof TRPCError && error.code === 'BAD_REQUEST')) throw error
    return refusal(code)
  }
}
