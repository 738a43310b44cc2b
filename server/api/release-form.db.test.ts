import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newMarketplace, paid, shipped, upserted } from '#db/test/events.ts'
import { closePeople, join, type Made, makeUser, owner, signedIn } from '#db/test/people.ts'
import { postEvents } from '#server/orders/index.ts'
import { answerProof, answerReleaseForm } from './release-form.ts'

// The headers of the request that is being answered, which Next keeps and isn't here.
const asked = vi.hoisted(() => ({ now: null as AsyncLocalStorage<Headers> | null }))
vi.mock('next/headers', () => {
  const headers = async () => asked.now?.getStore() ?? new Headers()
  const cookie = async (name: string) => new RegExp(`${name}=([^;]+)`).exec((await headers()).get('cookie') ?? '')?.[1]
  return {
    headers,
    cookies: async () => {
      const session = await cookie('session')
      return { get: (name: string) => (name === 'session' && session ? { value: session } : undefined), has: () => false }
    },
  }
})

const seller = 'uploads'
const people: Made[] = []

beforeAll(async () => {
  asked.now = new AsyncLocalStorage()
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller })])
  for (const order of Array.from({ length: 60 }, (_, n) => `o${n}`))
    await postEvents(marketplace, [paid(1_000n, { seller, order }), shipped({ seller, order })])
  const [row] = await owner()<[{ id: number }]>`update sellers set opened_at = now() where marketplace_id = ${marketplace} returning id`
  for (let n = 0; n < 12; n++) {
    people.push(await makeUser())
    await join(row.id, people[n]!)
  }
})
afterAll(closePeople)

type File = {
  readonly name: string
  readonly type: string
  readonly start: string
  /** bytes in all, the rest being the letter x */ readonly size: number
}

const pdf: File = { name: 'slip.pdf', type: 'application/pdf', start: '%PDF-1.7', size: 100 }
const full: Form = { files: [1, 2, 3].map((n) => ({ ...pdf, name: `${n}.pdf`, size: 10 * 1024 * 1024 })) }

type Form = { files?: readonly File[]; note?: string }
const filler = Buffer.alloc(65_536, 'x')
let orders = 0

/** A form as a browser posts it by itself, which is made only while it is read; `read` counts what was. */
function posted({ files = [pdf], note = '' }: Form = {}) {
  const part = (about: string, start: string) => `--b\r\ncontent-disposition: form-data; ${about}\r\n\r\n${start}`
  const pieces = [
    { text: part('name="note"', note), fill: 0 },
    ...files.map(({ name, type, start, size }) => ({
      text: `\r\n${part(`name="proof"; filename="${name}"\r\ncontent-type: ${type}`, start)}`,
      fill: size - start.length,
    })),
    { text: '\r\n--b--\r\n', fill: 0 },
  ].map(({ text, fill }) => ({ text: Buffer.from(text), fill }))
  const length = pieces.reduce((sum, { text, fill }) => sum + text.length + fill, 0)
  async function* bytes() {
    for (const { text, fill } of pieces) {
      yield text
      for (let left = fill; left > 0; left -= filler.length) {
        await setImmediate() // as from a socket
        yield Buffer.from(filler.subarray(0, left))
      }
    }
  }
  const source = bytes()
  const count = { read: 0, length }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(to) {
        const { done, value } = await source.next()
        if (done) return to.close()
        count.read += value.length
        to.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
  return { body, count }
}

function requestOf({ body, count }: ReturnType<typeof posted>, session: string): Request {
  const headers = {
    cookie: `session=${session}`,
    origin: 'http://localhost:3000',
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': String(count.length),
  }
  const address = `http://localhost:3000/api/release-requests?order=o${orders++}&line=line`
  return new Request(address, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
}

/** Posts the form as one of the store's people; gives where it leads (a problem, or an address), and how much of the body was read. */
async function send(person: number, form: Form = {}, post = posted(form)): Promise<{ to: string; read: number }> {
  const { given } = await signedIn(people[person]!)
  const request = requestOf(post, given.session)
  const answer = await asked.now!.run(request.headers, () => answerReleaseForm(request))
  expect(answer.status).toBe(303)
  const to = new URL(answer.headers.get('location') ?? '', 'http://localhost')
  return { to: to.searchParams.get('problem') ?? to.pathname + to.search, read: post.count.read }
}

/** Something that one waits for and another gives. */
function signal() {
  let give = () => {}
  const given = new Promise<void>((done) => (give = done))
  return { give, given }
}

/** The most memory that the whole process holds meanwhile, in megabytes. */
async function memory<T>(work: () => Promise<T>): Promise<{ most: number; kept: T }> {
  let most = 0
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 2)
  const kept = await work()
  clearInterval(timer)
  most = Math.max(most, process.memoryUsage().rss)
  return { most: most / 1024 / 1024, kept }
}

describe('a form', () => {
  test('is taken by what its files are, whatever they are called', async () => {
    expect(await send(0, { files: [{ ...pdf, name: 'slip.exe', type: 'text/html' }] })).toMatchObject({ to: '/requests?asked' })
    const page = { name: 'photo.jpg', type: 'image/jpeg', start: '<!doctype html>', size: 100 }
    expect(await send(0, { files: [page] })).toMatchObject({ to: 'wrong_type' })
  })

  test('keeps a note of 500 characters whole, 20 of them line breaks that travel as two, and says that 501 are too many', async () => {
    const note = `${'note '.repeat(5).trim()}\n`.repeat(20).slice(0, 499)
    const whole = note + 'x'.repeat(500 - note.length)
    const travelling = (text: string) => text.replaceAll('\n', '\r\n')
    expect([whole.length, travelling(whole).length]).toEqual([500, 519])
    expect(await send(0, { note: travelling(whole) })).toMatchObject({ to: '/requests?asked' })
    const [row] = await owner()<[{ note: string }]>`select note from release_requests where note like 'note%'`
    expect(row.note).toBe(whole)
    expect(await send(0, { note: travelling(`${whole}x`) })).toMatchObject({ to: 'note_too_long' })
  })

  test('that is none leads back to the form', async () => {
    const post = posted()
    const text = new ReadableStream<Uint8Array>({ start: (to) => (to.enqueue(Buffer.alloc(post.count.length)), to.close()) })
    expect(await send(0, {}, { ...post, body: text })).toMatchObject({ to: 'missing' })
  })
})

test('a PDF with a page and a script in it comes back to be saved, as nothing else, to its own store only', async () => {
  const start = '%PDF-1.7<script>alert(1)</script>'
  await send(0, { files: [{ ...pdf, start, size: start.length }] })
  const [row] = await owner()<[{ id: string }]>`select id from release_proofs where bytes = ${Buffer.from(start)}`
  const get = async (who: Made, more: Record<string, string> = {}) => {
    const { given } = await signedIn(who)
    const headers = new Headers({ cookie: `session=${given.session}`, ...more })
    return asked.now!.run(headers, () => answerProof(new Request('http://localhost:3000/api/proofs/x', { headers }), row.id))
  }
  const answer = await get(people[1]!)
  expect([answer.status, await answer.text()]).toEqual([200, start])
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="proof-${row.id.slice(0, 8)}.pdf"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  expect((await get(people[1]!, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await get(await makeUser())).status).toBe(403)
})

describe('uploads', () => {
  const everybody = Array.from({ length: 12 }, (_, n) => n)

  test('of twelve people who send 30 MB two are let in, ten may come again and not a byte of theirs is read: under 512 MB', async () => {
    const bounded = await memory(async () => {
      const answers = await Promise.all(everybody.map((person) => send(person, full)))
      expect(answers.map(({ to }) => to).toSorted()).toEqual(['/requests?asked', '/requests?asked', ...Array(10).fill('busy')])
      expect(answers.filter(({ to, read }) => to === 'busy' && read > 0)).toEqual([])
    })
    // What the same twelve cost where each is read: more than the bound, so the measure can tell.
    const unbounded = await memory(() => Promise.all(everybody.map(() => requestOf(posted(full), '').formData())))
    expect(bounded.most).toBeLessThan(512)
    expect(unbounded.kept).toHaveLength(12)
    expect(unbounded.most).toBeGreaterThan(512)
  })

  test('of one person come one after the other: a second meanwhile is told so and not read, and later is taken', async () => {
    const [begun, go] = [signal(), signal()]
    const post = posted()
    const pieces = post.body.getReader()
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(to) {
          begun.give()
          await go.given
          const { done, value } = await pieces.read()
          if (done) to.close()
          else to.enqueue(value)
        },
      },
      { highWaterMark: 0 },
    )
    const first = send(0, {}, { ...post, body })
    await begun.given
    expect(await send(0)).toEqual({ to: 'still_sending', read: 0 })
    go.give()
    expect(await first).toMatchObject({ to: '/requests?asked' })
    expect(await send(0)).toMatchObject({ to: '/requests?asked' })
  })

  test('of a photo each do not wait for one another: twelve of twelve are taken', async () => {
    const answers = await Promise.all(everybody.map((person) => send(person)))
    expect(answers.map(({ to }) => to)).toEqual(Array(12).fill('/requests?asked'))
  })

  test('that break off give their place back', async () => {
    const broken = posted(full)
    const body = new ReadableStream<Uint8Array>({ start: (to) => to.error(new Error('the line broke')) })
    expect(await send(0, {}, { ...broken, body })).toMatchObject({ to: 'missing' })
    expect(await send(0, full)).toMatchObject({ to: '/requests?asked' })
  })
})
