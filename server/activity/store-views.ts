import { and, eq } from 'drizzle-orm'
import { savedViews } from '#db/schema/activity.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { View } from './view.ts'

const ofPerson = (scope: MemberScope) => and(eq(savedViews.sellerId, scope.sellerId), eq(savedViews.userId, scope.userId))

/** The views of a person in a store, by name; the filter as it was stored. */
export async function views(tx: Tx, scope: MemberScope): Promise<(Omit<View, 'filter'> & { filter: unknown })[]> {
  const { name, currency, filter } = savedViews
  return tx.db.select({ name, currency, filter }).from(savedViews).where(ofPerson(scope)).orderBy(name).prepare('saved_views').execute()
}

/** The names of those views. */
export async function viewNames(tx: Tx, scope: MemberScope): Promise<string[]> {
  const rows = await tx.db.select({ name: savedViews.name }).from(savedViews).where(ofPerson(scope))
  return rows.map(({ name }) => name)
}

/** Deletes a view. @returns whether it was there */
export async function deleteView(tx: Tx, scope: MemberScope, name: string): Promise<boolean> {
  const gone = await tx.db
    .delete(savedViews)
    .where(and(ofPerson(scope), eq(savedViews.name, name)))
    .returning({ name: savedViews.name })
  return gone.length > 0
}
