import { log } from '#server/platform/log.ts'
import { isStoreCode } from '#server/platform/paths.ts'
import { type Session, storeOf } from './session.ts'

/**
 * The person's store of this code, and the scope of it. A call to a store that isn't theirs leaves a line in the log: one is an old
 * address, many are somebody who tries codes.
 * @param call.where the procedure, or `page`
 * @returns null as storeOf does
 */
export function findStore(session: Session, code: string, call: { readonly trace: string; readonly where: string }) {
  const found = storeOf(session, code)
  if (!found && isStoreCode(code)) log.warn({ ...call, user: session.userId, store: code, code: 'foreign_store' }, 'refused')
  return found
}
