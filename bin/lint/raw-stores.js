// Stores that hold SQL as text beside or instead of drizzle. The list only shrinks: to take a file off it, move its SQL to statements.ts.
export const rawStores = [
  'server/activity/store-views.ts',
  'server/people/credentials/store.ts',
  'server/people/demo/store.ts',
  'server/people/factors/store-proof.ts',
  'server/people/factors/store.ts',
  'server/people/invitations/store.ts',
  'server/people/marketplace/store.ts',
  'server/people/members/store.ts',
  'server/people/owners/store.ts',
  'server/people/passwords/store.ts',
  'server/people/sessions/store.ts',
  'server/people/staff/store.ts',
  'server/people/throttle/store.ts',
  'server/people/users/store.ts',
  'server/requests/store.ts',
  'server/sellers/store.ts',
]
