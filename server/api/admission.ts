/**
 * Bodies of uploads that are in memory at once, in all: two of the largest, or some twenty photos. What else an upload costs until it is
 * written, some six times its size, is spent on one at a time. So a process stays under 512 MB (release-form.db.test.ts).
 */
const mostBytes = 64 * 1024 * 1024

/** Who is sending, and how many bytes. */
const inside = new Map<string, number>()
let turn: Promise<unknown> = Promise.resolve()

type Upload<Body, Answer> = {
  /** Whose it is: one a person is let in. */
  readonly person: string
  /** As its headers declare them; HTTP lets no more through. */
  readonly bytes: number
  /** Reads the body; those of several people are read at once. */
  readonly read: () => Promise<Body>
  /** What needs the whole of it; one at a time in this process. */
  readonly work: (body: Body) => Promise<Answer>
}

/**
 * Lets an upload in before a byte of its body is read, or refuses it. The server ends a request that takes longer than a minute to
 * arrive (bin/serve.js), so whoever is refused may come again after one.
 * @returns still_sending where the person's last one isn't through, busy where others' are not
 */
export async function admitted<Body, Answer>({
  person,
  bytes,
  read,
  work,
}: Upload<Body, Answer>): Promise<Answer | 'still_sending' | 'busy'> {
  if (inside.has(person)) return 'still_sending'
  if ([...inside.values()].reduce((sum, one) => sum + one, bytes) > mostBytes) return 'busy'
  inside.set(person, bytes)
  try {
    const body = await read()
    const mine = turn.then(() => work(body))
    turn = mine.catch(() => {})
    return await mine
  } finally {
    inside.delete(person)
  }
}
