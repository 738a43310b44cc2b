// @ts-check

/** Addresses without a route, which give the 404 of the API, of other calls, and of pages. */
const nowhere = { v1: '/api/v1/no-such-address', api: '/api/no-such-address', page: '/no-such-address' }

/**
 * Normalises the address of a request for Next. Next would answer 500 for a path that can't be decoded, redirect a trailing slash (which
 * breaks a client's POST), and resolve `.` and `..`.
 * @param {string} url path and query, as in the request
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
 * @returns {string | null} null if it can't be decoded
 */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
