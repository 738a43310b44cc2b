import { appRouter } from '#server/api/router.ts'
import { createCallerFactory } from '#server/api/trpc.ts'

// What the procedures answer: asked as pages ask, told wrong on purpose, and held against what was recounted.

const callerOf = createCallerFactory(appRouter)
type Caller = ReturnType<typeof callerOf>

/** Procedures with their store named already. */
type OfStore<Room> = {
  [Name in keyof Room]: Room[Name] extends (input: infer Input extends { store: string }) => infer Answer
    ? Exclude<keyof Input, 'store'> extends never
      ? () => Answer
      : (input: Omit<Input, 'store'>) => Answer
    : Room[Name]
}

export type Pages = { [Room in keyof Caller]: OfStore<Caller[Room]> }

const code = '2222222222'

/** The procedures as the pages of a seller call them: in process, through the ladder, with an account that is open. */
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

/** How a procedure (room.name) is made to go wrong: it hears something else, or tells something else. */
export type Fault = {
  readonly ask?: (procedure: string, asked: Question) => Question
  readonly tell?: (procedure: string, answer: unknown, asked: Question) => unknown
}
export type Question = Readonly<Record<string, unknown>>

/** Procedures with a fault. */
export function faulty(pages: Pages, { ask = (_, asked) => asked, tell = (_, answer) => answer }: Fault): Pages {
  const rooms = pages as unknown as Record<string, Record<string, (asked: unknown) => Promise<unknown>>>
  const procedures = (room: string) =>
    new Proxy({}, { get: (_, name: string) => async (asked: Question = {}) => {
      const procedure = `${room}.${name}`
      return tell(procedure, await rooms[room]?.[name]?.(ask(procedure, asked)), asked)
    } }) // prettier-ignore
  return new Proxy({}, { get: (_, room: string) => procedures(room) }) as Pages
}

/** What pages don't count: when they were true, and by which word one knows that they still are. */
const noFigures = new Set(['asOf', 'state'])

/**
 * Where two answers differ, all in all but `noFigures`, so that whatever a procedure answers must be recounted, also what it may come to
 * answer one day. @param procedure with the path of what differs the beginning of each line; @param asked what was asked
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

/** An answer in which nothing is right any more. @param seen takes the path of all that it holds, a list's places as `*` */
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
