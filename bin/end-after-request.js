// @ts-check

/** What is left of a body is waited for so long. */
const waitMs = 20_000

/**
 * Lets an answer end only when its request has been read, since a socket that is closed with unread bytes is reset, and the answer
 * that it carried is lost. The answer itself goes out at once.
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
    // Nobody needs the rest: whoever began to read it may have stopped, and would hold it back.
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
