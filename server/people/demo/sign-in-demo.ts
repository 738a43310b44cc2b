import { audit } from '#server/platform/audit.ts'
import { env } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/errors.ts'
import { gateTx, personTx } from '#server/platform/tx.ts'
import type { Browser, SessionTokens } from '../sessions/browser.ts'
import { startSession } from '../sessions/start-session.ts'
import { personAtGate } from '../users/statements.ts'
import { type DemoPerson, selectDemoPeople } from './statements.ts'

/** Refuses in a process that is not a demo. The database also checks that it is a sandbox and that the person is a demo person. */
function requireDemo(): void {
  if (env().PORTAL_DEMO !== 'on') throw new Refusal('not_found')
}

/** The people of the demo, as the sign-in page lists them; none in any other installation. */
export async function listDemoPeople(): Promise<DemoPerson[]> {
  if (env().PORTAL_DEMO !== 'on') return []
  return gateTx(selectDemoPeople)
}

/** Signs in as a person of the demo, both factors waived. @throws Refusal not_found outside of the demo, and for anybody else */
export async function signInDemo(email: string, browser: Browser): Promise<SessionTokens> {
  requireDemo()
  const user = await gateTx(async (tx) => {
    const user = await personAtGate(tx, email, Buffer.alloc(0))
    const people = await selectDemoPeople(tx)
    return user?.demo && people.some((person) => person.email === user.email) ? user : null
  })
  if (!user) throw new Refusal('not_found')
  return personTx(user.id, async (tx) => {
    const { sessionId, ...given } = await startSession(tx, {
      userId: user.id,
      method: 'demo',
      factor: 'demo',
      browser,
    })
    await audit(tx, { kind: 'person', userId: user.id, sessionId }, 'sign_in.demo')
    return given
  })
}
