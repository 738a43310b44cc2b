// @ts-check

/** Addresses that no route has: what answers them is the 404 of the API, of other calls, and the page for it. */
const nowhere = { v1: '/api/v1/no-such-address', api: '/api/no-such-address', page: '/no-such-address' }

/**
 * The address under which Next finds the route of a request. By itself Next answers 500 with plain text where a path can't be decoded,
 * redirects a trailing slash, which a client's POST does not survive, and resolves `.` and `..`.
 * @param {string} url as it stands in the request: path and query
 */
export function requestAddress(url) {
  const [, path = '', query = ''] = /^([^?]*)(\?.*)?$/s.exec(url) ?? []
  if (/^\/api\/v1(\/|$)/.test(path)) {
    const plain = path.replace(/\/+$/, '')
    return plain.split('/').slice(1).every(isSegment) ? plain + query : nowhere.v1
  }
  if (decoded(path) !== null) return url
  return path.startsWith('/api/') ? nowhere.api : nowhere.page
}

/** @param {string} segment */
function isSegment(segment) {
  const text = decoded(segment)
  return text !== null && !/^\.{0,2}$|[\\#]/.test(text)
}

/**
 * @param {string} text
 * @returns {string | null} null where it can't be decoded
 */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
