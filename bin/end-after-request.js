// @ts-check

/** Milliseconds to wait for the rest of a body. */
const waitMs = 20_000

/**
 * Ends a response only after its request has been read. Closing a socket with unread bytes resets it, so the client would lose the
 * response. The response itself is sent at once.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function endAfterRequest(request, response) {
  if (!hasBody(request)) return
  const end = response.end.bind(response)
  /** @type {(...args: any[]) => import('node:http').ServerResponse} */
  const endLater = (...args) => {
    if (request.complete || request.destroyed) return end(...args)
    const done = args.find((arg) => typeof arg === 'function')
    const [chunk, encoding] = args.filter((arg) => arg !== done)
    if (chunk === undefined || chunk === null) response.flushHeaders()
    else response.write(chunk, encoding)
    const finish = once(() => end(done))
    const timer = setTimeout(finish, waitMs).unref()
    response.once('close', () => clearTimeout(timer))
    for (const event of ['end', 'close', 'error']) request.once(event, finish)
    // Drains the rest of the body, because the handler has stopped reading it.
    request.removeAllListeners('data').removeAllListeners('readable').resume()
    return response
  }
  response.end = endLater
}

/** @param {import('node:http').IncomingMessage} request */
function hasBody({ headers }) {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** @param {() => void} fn */
function once(fn) {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    fn()
  }
}
