// The address of every page, and of what pages load: written here and nowhere else (the lint rule house/path), for pages in the server
// and in the browser, for mail and for tests. Without dependencies, because the browser loads it.

/** What an address asks for: fields, those without a value left out; or a query as it stands in another address, with its `?`. */
type Search = string | Readonly<Record<string, string | number | readonly string[] | null | undefined>>

/** A store's code begins with a digit (a CHECK of sellers.code) and every other word of a first place with a letter, so none is another. */
const storeCode = /^[2-9][2-9b-df-hjkmnp-tv-z]{9}$/

/** Whether a text could be the code of a store. */
export function isStoreCode(text: string): boolean {
  return storeCode.test(text)
}

function address(path: string, search: Search = '', hash = ''): string {
  if (typeof search === 'string') return `${path}${search}${hash && `#${hash}`}`
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) for (const one of [value ?? []].flat()) fields.append(name, String(one))
  return address(path, fields.size > 0 ? `?${String(fields).replaceAll(/=(?=&|$)/g, '')}` : '', hash)
}

const text = encodeURIComponent

/** A header that proxy.ts sets on every request for a page: its path and query, to which a sign-in leads back. */
export const pageHeader = 'x-portal-page'

/** Where a sign-in leads back; the first page needs no saying. */
const backTo = (next: string | null | undefined) => (next === '/' ? null : next)

/** Pages of a person, or of nobody yet. */
export const paths = {
  /** Leads to the store that the person looked at last. @param to an address without a store: whoever has several chooses whose page it is */
  home: (to?: string) => address('/', { to }),
  noStore: () => '/no-store',
  staff: () => '/staff',
  staffSecurity: () => '/staff/security',
  outbox: () => '/outbox',
  signIn: (search?: { next?: string | null; error?: string }) => address('/sign-in', { ...search, next: backTo(search?.next) }),
  secondFactor: (next?: string | null) => address('/sign-in/second-factor', { next: backTo(next) }),
  enrol: (search?: { next?: string | null; only?: 'totp' | 'passkey' }) =>
    address('/sign-in/enrol', { ...search, next: backTo(search?.next) }),
  forgot: () => '/sign-in/forgot',
  /** Pages that a mail leads to; the link's secret stands behind the `#`. */
  invitation: () => '/sign-in/invitation',
  newPassword: () => '/sign-in/password',
  confirmEmail: () => '/sign-in/email',
  undoChange: () => '/sign-in/undo',
} as const

/** What a page asks the server for, by itself or by a link. */
export const apiPaths = {
  procedures: () => '/api/trpc',
  procedure: (name: string) => `/api/trpc/${name}`,
  auth: (action: string) => `/api/auth/${action}`,
  logo: () => '/api/brand/logo',
  accent: () => '/api/brand/accent.css',
} as const

/** What the marketplace's staff work on. */
export const staffPaths = {
  requests: (search?: Search) => address('/staff/requests', search),
  request: (id: string, search?: { done: string } | { problem: string }) => address(`/staff/requests/${text(id)}`, search),
  identities: (search?: Search) => address('/staff/identity', search),
  identity: (id: string, search?: { done?: string }) => address(`/staff/identity/${text(id)}`, search),
  picture: (id: string, attempt: string) => address(`/api/identity-pictures/${text(id)}`, { attempt }),
  proof: (id: string, request: string) => address(`/api/proofs/${text(id)}`, { request }),
} as const

type LineOfOrder = { readonly order: string; readonly line: string }

/** Pages of one store. @param store its code */
export function storePaths(store: string) {
  const at = (path: string, search?: Search, hash?: string) => address(`/${store}${path}`, search, hash)
  return {
    overview: (search?: { opened: '' } | { problem: 'account_not_open' }) => at('', search),
    open: () => at('/open'),
    activity: (currency: string, search?: Search) => at(`/activity/${text(currency)}`, search),
    /** Under which the lists of all currencies are. */
    activities: () => at('/activity'),
    entry: (currency: string, version: number, search?: Search) => at(`/activity/${text(currency)}/${version}`, search),
    day: (currency: string, date?: string) => at(`/activity/${text(currency)}/day`, { date }),
    releases: (search?: Search) => at('/releases', search),
    order: (orderId: string) => at(`/releases/${text(orderId)}`),
    calendar: (search?: Search) => at('/calendar', search),
    why: (currency?: string, hash?: string) => at('/why', { currency }, hash),
    requests: (search?: Search, hash?: string) => at('/requests', search, hash),
    newRequest: (search: LineOfOrder & { problem?: string }) => at('/requests/new', search),
    settings: (search?: { saved: '' }) => at('/settings', search),
    team: () => at('/settings/team'),
    security: () => at('/settings/security'),
    identity: (search?: Search) => at('/settings/identity', search),
    pictureForm: (page: string) => address('/api/identity-pictures', { store, page }),
    picture: (id: string) => address(`/api/identity-pictures/${text(id)}`, { store }),
    help: (search?: { q: string }, hash?: string) => at('/help', search, hash),
    /** The page that an address without a store names. */
    pageOf: (former: string) => at(former === '/' ? '' : former),
    /** The page that another store has at this place; its list where an order, an entry or a form is shown, which are that store's own. */
    samePage: (pathname: string) =>
      at(
        pathname
          .replace(/^\/[^/]*/, '')
          .replace(/^\/(releases|requests)\/.*/, '/$1')
          .replace(/^(\/activity\/[^/]+)\/(?!day$).*/, '$1'),
      ),
    releaseForm: (search: LineOfOrder) => address('/api/release-requests', { store, ...search }),
    /** The stream of the store's state. */
    live: () => address('/api/trpc/balances.live', { input: JSON.stringify({ json: { store } }) }),
    proof: (id: string) => address(`/api/proofs/${id}`, { store }),
  } as const
}

export type StorePaths = ReturnType<typeof storePaths>

/** First words of the addresses that pages of a store had before the store stood in them. */
const formerWords = new Set(['activity', 'releases', 'requests', 'calendar', 'why', 'help', 'settings', 'open'])

/** Whether an address names a page of a store, and no store. */
export function lacksStore(pathname: string): boolean {
  return formerWords.has(pathname.split('/')[1] ?? '')
}

/** An address inside the portal that somebody is to return to, in the characters that browsers send; anything else is the first page. */
export function insidePath(next: string | null | undefined): string {
  return next && /^\/(?![/\\])[\w\-.~/?=&%+:@!$'()*,;[\]|{}^`]*$/.test(next) ? next : paths.home()
}
