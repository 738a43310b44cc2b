/**
 * Bytes of uploads that are in memory at once, in all: two of the largest forms, or some twenty photos. What else an upload costs until
 * it is written, some six times its size, is spent on one at a time. So a process stays under 512 MB (server/api/release-form.db.test.ts).
 */
const maxBytes = 64 * 1024 * 1024
/** Of one store: one of the largest forms. */
const storeBytes = 32 * 1024 * 1024

/** An upload whose last 256 KB took longer than this is slow: it makes way for others once there is no room. */
const slowAfter = 3000
const pace = 256 * 1024

type Upload<Answer> = {
  /** Whose it is: one a person is let in. */
  readonly person: string
  readonly store: number
  /** Reads the body. `take` counts each piece as it comes; where it is false there is no room, and reading stops. */
  readonly read: (take: (bytes: number) => boolean) => Promise<void>
  /** Forgets what was received: its room is for others. */
  readonly drop: () => void
  /** What needs the whole of it; one at a time in this process. */
  readonly work: () => Promise<Answer>
}

/** An upload that is being received, or waits to be worked on. */
type Admitted = {
  readonly store: number
  readonly drop: () => void
  bytes: number
  isOut: boolean
  isWhole: boolean
  mark: { at: number; bytes: number }
}

const inside = new Map<string, Admitted>()
let turn: Promise<unknown> = Promise.resolve()

/**
 * Lets an upload in. Room is taken by what has been received and not by what was announced: who sends slowly takes little of it, and what
 * they take they lose to others when there is no more.
 * @returns still_sending where the person's last one isn't through, busy where there was no room for it
 */
export async function admitUpload<Answer>({ person, store, read, drop, work }: Upload<Answer>): Promise<Answer | 'still_sending' | 'busy'> {
  if (inside.has(person)) return 'still_sending'
  const mine: Admitted = { store, drop, bytes: 0, isOut: false, isWhole: false, mark: { at: performance.now(), bytes: 0 } }
  inside.set(person, mine)
  try {
    await read((bytes) => take(mine, bytes))
    if (mine.isOut) return 'busy'
    mine.isWhole = true
    const worked = turn.then(work)
    turn = worked.catch(() => {})
    return await worked
  } finally {
    inside.delete(person)
  }
}

/** Counts a piece; false where the upload had to make way. */
function take(mine: Admitted, bytes: number): boolean {
  const all = [...inside.values()]
  const ofStore = all.filter(({ store }) => store === mine.store)
  makeRoom(mine, bytes, storeBytes, ofStore)
  makeRoom(mine, bytes, maxBytes, all)
  if (mine.isOut) return false
  mine.bytes += bytes
  if (mine.bytes - mine.mark.bytes >= pace) mine.mark = { at: performance.now(), bytes: mine.bytes }
  return true
}

/** Puts uploads out until there is room for so much more: slow ones first, the largest of them; then who has sent least. */
function makeRoom(mine: Admitted, more: number, limit: number, among: readonly Admitted[]): void {
  const now = performance.now()
  while (!mine.isOut && among.reduce((sum, { bytes }) => sum + bytes, more) > limit) {
    const receiving = among.filter((one) => !one.isWhole && !one.isOut)
    const [slow] = receiving.filter((one) => one !== mine && now - one.mark.at > slowAfter).toSorted((a, b) => b.bytes - a.bytes)
    const [least] = receiving.toSorted((a, b) => a.bytes - b.bytes)
    putOut(slow ?? least ?? mine)
  }
}

function putOut(one: Admitted): void {
  one.isOut = true
  one.bytes = 0
  one.drop()
}
