// @ts-check

/** @typedef {import('./refuse-request.js').Refusal} Refusal */

/** @type {Refusal} */
const malformed = { status: 400, code: 'malformed_form' }

/** Whether a request posts a form of a page (a Server Action). @param {import('node:http').IncomingMessage} request */
export function isPageForm({ method, url = '' }) {
  return method === 'POST' && !/^\/(api|_next|__nextjs)/.test(url)
}

/**
 * Checks a form before Next reads it, because Next fails on a malformed one. Next then gets the same bytes. These forms are small enough to
 * buffer.
 * @param {import('node:http').IncomingMessage} request with an unread body
 * @returns {Promise<Refusal | null>} the refusal if Next could not decode the form; otherwise null
 */
export async function faultOfPageForm(request) {
  const body = await peek(request)
  const { 'content-type': type = '', 'next-action': action } = request.headers
  if (action !== undefined && !/^[0-9a-f]{40,64}$/.test(String(action))) return malformed
  try {
    if (/^multipart\//i.test(type)) await new Response(body, { headers: { 'content-type': type } }).formData()
    else if (action !== undefined) JSON.parse(body.toString())
    return null
  } catch {
    return malformed
  }
}

/**
 * Buffers a body until it is complete, then passes it on to its reader. Never resolves if the client disconnects.
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Buffer<ArrayBuffer>>}
 */
function peek(request) {
  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const pieces = []
    const push = request.push.bind(request)
    request.push = (piece) => {
      if (piece !== null) return pieces.push(piece) > 0
      request.push = push
      for (const one of pieces) push(one)
      push(null)
      resolve(Buffer.concat(pieces))
      return false
    }
  })
}
