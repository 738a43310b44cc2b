import { appRouter } from '#server/api/router.ts'
import { createCallerFactory } from '#server/api/trpc.ts'

// Calls the tRPC procedures as pages do, compares their answers with a recount, and plants faults to prove that the comparison finds them.

const callerOf = createCallerFactory(appRouter)
type Caller = ReturnType<typeof callerOf>

/** Procedures whose input has its `store` filled in. */
type OfStore<Room> = {
  [Name in keyof Room]: Room[Name] extends (input: infer Input extends { store: string }) => infer Answer
    ? Exclude<keyof Input, 'store'> extends never
      ? () => Answer
      : (input: Omit<Input, 'store'>) => Answer
    : Room[Name]
}

export type Pages = { [Room in keyof Caller]: OfStore<Caller[Room]> }

const code = '2222222222'

/** The procedures as a seller's pages call them: in process, with the middleware, for a member of a store whose account is open. */
export function pagesOf({ id: sellerId, marketplaceId }: { readonly id: number; readonly marketplaceId: number }): Pages {
  const store = {
    sellerId,
    marketplaceId,
    code,
    externalId: 'shop',
    name: 'Shop',
    role: 'viewer',
    status: 'open',
    timeZone: 'UTC',
  } as const
  const person = { userId: 0, sessionId: '', email: '', emailConfirmed: true, name: '', locale: 'en', demo: false } as const
  const proof = { method: 'password', secondFactor: true, secondFactorAge: 0, factors: { totp: true, passkeys: 0 }, staff: null } as const
  const session = { ...person, ...proof, stores: [store], lastSellerId: null }
  const browser = { address: '192.0.2.1', agent: 'Mozilla/5.0 (test)', sessionToken: null, deviceToken: null } as const
  const procedures = callerOf({ session, trace: '', browser, ours: true, answer: new Headers() })
  return faulty(procedures as unknown as Pages, { ask: (_, asked) => ({ ...asked, store: code }) })
}

/** A planted fault of a procedure (room.name): `ask` changes its input, `tell` its answer. */
export type Fault = {
  readonly ask?: (procedure: string, asked: Question) => Question
  readonly tell?: (procedure: string, answer: unknown, asked: Question) => unknown
}
export type Question = Readonly<Record<string, unknown>>

/** The procedures with a planted fault. */
export function faulty(pages: Pages, { ask = (_, asked) => asked, tell = (_, answer) => answer }: Fault): Pages {
  const rooms = pages as unknown as Record<string, Record<string, (asked: unknown) => Promise<unknown>>>
  const procedures = (room: string) =>
    new Proxy({}, { get: (_, name: string) => async (asked: Question = {}) => {
      const procedure = `${room}.${name}`
      return tell(procedure, await rooms[room]?.[name]?.(ask(procedure, asked)), asked)
    } }) // prettier-ignore
  return new Proxy({}, { get: (_, room: string) => procedures(room) }) as Pages
}

/** Fields that are not recounted: the time of the answer and the version of the data. */
const noFigures = new Set(['asOf', 'state'])

/**
 * The differences between two answers in all fields except `noFigures`, so that a field that is added to a procedure must be recounted too.
 * @param procedure begins each line, followed by the path of the field
 * @param asked the input, for the message
 */
export function differences(shown: unknown, recounted: unknown, procedure: string, asked: object): string[] {
  if (isTree(shown) && isTree(recounted)) {
    const keys = [...new Set([...Object.keys(shown), ...Object.keys(recounted)])].filter((key) => !noFigures.has(key))
    return keys.flatMap((key) => differences(shown[key], recounted[key], `${procedure}.${key}`, asked))
  }
  if (Object.is(shown, recounted)) return []
  return [`${procedure}: ${String(shown)} is shown, ${String(recounted)} recounted (asked: ${JSON.stringify(asked)})`]
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** An answer in which every value is changed. @param seen collects the paths of the values, with `*` for indices */
export function allWrong(answer: unknown, path: string, seen: Set<string>): unknown {
  if (Array.isArray(answer)) return answer.map((one) => allWrong(one, `${path}.*`, seen))
  if (isTree(answer))
    return Object.fromEntries(
      Object.entries(answer).map(([key, value]) => [key, noFigures.has(key) ? value : allWrong(value, `${path}.${key}`, seen)]),
    )
  seen.add(path)
  if (typeof answer === 'string') return `${answer}0`
  return typeof answer === 'number' ? answer + 1 : answer === null ? 0 : !answer
}
