// Stores that hold SQL as text beside or instead of drizzle. The list only shrinks: to take a file off it, move its SQL to statements.ts.
export const rawStores = ['server/requests/store.ts']
