import type { QueuedRequest } from '#server/requests/index.ts'

/** What somebody has just done to a request. */
export type Done = 'granted' | 'declined' | 'proposed' | 'sent_back' | 'withdrawn'

const doneBy = { waiting: 'proposed', declined: 'sent_back', withdrawn: 'withdrawn', approved: null, expired: null } as const

/**
 * What the address says was done, where the request stands so; null otherwise. An address can be old, or be anybody's.
 * @param said the field `done` of the address
 */
export function doneIn({ decision, proposals: [newest] }: Pick<QueuedRequest, 'decision' | 'proposals'>, said: unknown): Done | null {
  const stands = decision ?? (newest ? doneBy[newest.state] : null)
  return stands === said ? stands : null
}
