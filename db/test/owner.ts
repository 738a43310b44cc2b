/** PORTAL_SECRET of the tests; also the password of the role that owns the test databases. */
export const testSecret = 'a secret of the tests that is long enough for everyone'

/** The URL of a test database for the role that owns it. */
export function ownerUrl(superuserUrl: string, database: string): string {
  const url = new URL(superuserUrl)
  url.username = 'portal_owner'
  url.password = encodeURIComponent(testSecret)
  url.pathname = `/${database}`
  return url.href
}
