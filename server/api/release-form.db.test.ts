import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newMarketplace, paid, shipped, upserted } from '#db/test/events.ts'
import { appoint, closePeople, join, type Made, makeUser, owner, signedIn } from '#db/test/people.ts'
import { full, pdf, posted, type PostedForm } from '#db/test/posted-form.ts'
import { postEvents } from '#server/orders/index.ts'
import { staffPaths } from '#server/platform/paths.ts'
import { releaseFormName } from '#server/requests/schema.ts'
import { answerProof } from './file-download.ts'
import { keptForm, keptFormCookie } from './kept-form.ts'
import { answerReleaseForm } from './release-form.ts'

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

const people: Made[] = []
/** The codes of their stores. */
const codes: string[] = []
let marketplace = 0

beforeAll(async () => {
  asked.now = new AsyncLocalStorage()
  marketplace = await newMarketplace()
  for (let n = 0; n < 6; n++) {
    const seller = `uploads-${n}`
    await postEvents(marketplace, [upserted({ seller })])
    for (let order = 0; order < 60; order++)
      await postEvents(marketplace, [paid(1_000n, { seller, order: `s${n}-o${order}` }), shipped({ seller, order: `s${n}-o${order}` })])
    const [row] = await owner()<[{ id: number; code: string }]>`
      update sellers set opened_at = now() where marketplace_id = ${marketplace} and external_id = ${seller} returning id, code`
    codes[n] = row.code
    for (const person of [2 * n, 2 * n + 1]) {
      people[person] = await makeUser()
      await join(row.id, people[person])
    }
  }
})
afterAll(closePeople)

/** How many orders of each store were asked for. */
const orders = Array<number>(6).fill(0)

function requestOf({ body, count }: ReturnType<typeof posted>, session: string, person = 0): Request {
  const headers = {
    cookie: `session=${session}`,
    origin: 'http://localhost:3000',
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': String(count.length),
  }
  const store = Math.floor(person / 2)
  const address = `http://localhost:3000/api/release-requests?store=${codes[store]}&order=s${store}-o${orders[store]!++}&line=line`
  return new Request(address, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
}

/** Posts the form as one of the store's people; gives where it leads (a problem, or an address), and how much of the body was read. */
async function send(person: number, form: PostedForm = {}, post = posted(form)): Promise<{ to: string; read: number }> {
  const { given } = await signedIn(people[person]!)
  const request = requestOf(post, given.session, person)
  const answer = await asked.now!.run(request.headers, () => answerReleaseForm(request))
  expect(answer.status).toBe(303)
  const to = new URL(answer.headers.get('location') ?? '', 'http://localhost')
  return { to: to.searchParams.get('problem') ?? to.pathname.replace(/^\/\w+/, '') + to.search, read: post.count.read }
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
  test('is accepted by the content of its files, whatever their names', async () => {
    expect(await send(0, { files: [{ ...pdf, name: 'slip.exe', type: 'text/html' }] })).toMatchObject({ to: '/requests?asked' })
    const page = { name: 'photo.jpg', type: 'image/jpeg', start: '<!doctype html>', size: 100 }
    expect(await send(0, { files: [page] })).toMatchObject({ to: 'wrong_type' })
  })

  test('accepts a note of 500 characters, counting CR LF as one, and refuses 501', async () => {
    const note = `${'note '.repeat(5).trim()}\n`.repeat(20).slice(0, 499)
    const whole = note + 'x'.repeat(500 - note.length)
    const travelling = (text: string) => text.replaceAll('\n', '\r\n')
    expect([whole.length, travelling(whole).length]).toEqual([500, 519])
    expect(await send(0, { note: travelling(whole) })).toMatchObject({ to: '/requests?asked' })
    const [row] = await owner()<[{ note: string }]>`select note from release_requests where note like 'note%'`
    expect(row.note).toBe(whole)
    expect(await send(0, { note: travelling(`${whole}x`) })).toMatchObject({ to: 'note_too_long' })
  })

  test('that is malformed redirects back to the form', async () => {
    const post = posted()
    const text = new ReadableStream<Uint8Array>({ start: (to) => (to.enqueue(Buffer.alloc(post.count.length)), to.close()) })
    expect(await send(0, {}, { ...post, body: text })).toMatchObject({ to: 'missing' })
  })
})

describe('a form that is not accepted', () => {
  const note = '收件人已签收，\r\n见照片'
  const lines = '收件人已签收，\n见照片'
  /** Posts it as a browser does; gives the status, where it leads and what is kept for the page there. */
  async function post(form: PostedForm, session: string, headers: Record<string, string> = {}) {
    const request = requestOf(posted(form), session)
    for (const [name, value] of Object.entries({ accept: 'text/html,*/*;q=0.8', ...headers })) request.headers.set(name, value)
    const answer = await asked.now!.run(request.headers, () => answerReleaseForm(request))
    const [, cookie, path] = new RegExp(`^${keptFormCookie}=([^;]*); Path=([^;]*);`).exec(answer.headers.get('set-cookie') ?? '') ?? []
    const query = new URL(request.url).searchParams
    const kept = keptForm(cookie, releaseFormName(query.get('order') ?? '', query.get('line') ?? ''))
    const location = answer.headers.get('location')
    const cookies = answer.headers.getSetCookie()
    return { status: answer.status, to: location === null ? null : new URL(location), kept, path, cookies, text: await answer.text() }
  }
  const form = '/requests/new'
  test('because of one file names it, and keeps the note for the form', async () => {
    const { given } = await signedIn(people[0]!)
    const page = { name: '照片 2.jpg', type: 'image/jpeg', start: '<!doctype html>', size: 100 }
    const { to, kept, path } = await post({ note, files: [pdf, page] }, given.session)
    expect([to?.pathname, to?.searchParams.get('problem'), path]).toEqual([`/${codes[0]}${form}`, 'wrong_type', `/${codes[0]}${form}`])
    expect(kept).toMatchObject({ note: lines, isCut: false, file: '照片 2.jpg' })
    expect((await post({ note, files: [] }, given.session)).kept).toMatchObject({ note: lines, file: null })
    const large = { ...pdf, name: 'film.pdf', size: 11 * 1024 * 1024 }
    expect((await post({ note, files: [pdf, large] }, given.session)).kept).toMatchObject({ note: lines, file: 'film.pdf' })
  })

  test('because the session has ended redirects to the sign-in and then back, with the note; no file is stored', async () => {
    const { status, to, kept, text } = await post({ note, files: full.files! }, 'ended')
    expect([status, to?.pathname, to?.searchParams.get('error'), text]).toEqual([303, '/sign-in', 'ended', ''])
    const next = new URL(to?.searchParams.get('next') ?? '', 'http://localhost')
    expect([next.pathname, next.searchParams.get('problem')]).toEqual([`/${codes[0]}${form}`, 'ended'])
    expect(kept?.note).toBe(lines)
    const code = await post({ note }, 'ended', { accept: '*/*' }) // of whoever asks for no page
    expect([code.status, JSON.parse(code.text)]).toMatchObject([401, { error: { code: 'not_signed_in' } }])
  })

  test('because another site sent it redirects to the form, without that site’s text', async () => {
    const { given } = await signedIn(people[0]!)
    const page = { name: 'evil.jpg', type: 'image/jpeg', start: '<!doctype html>', size: 100 }
    for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const foreign = await post({ note, files: [page] }, given.session, headers)
      expect([foreign.status, foreign.to?.pathname, foreign.to?.searchParams.get('problem')]).toEqual([
        303,
        `/${codes[0]}${form}`,
        'foreign_origin',
      ])
      expect(foreign.cookies).toEqual([])
    }
    const own = await post({ note, files: [page] }, given.session) // the same from our own page is kept, or this test could not fail
    expect([own.cookies.length, own.kept?.note]).toEqual([1, lines])
  })

  test('because this person or this store has no such form redirects to a page that says so', async () => {
    const stranger = await signedIn(people[2]!)
    const { to } = await post({ note }, stranger.given.session)
    expect([to?.pathname, to?.searchParams.get('problem')]).toEqual([`/${codes[0]}/requests`, 'order_not_found'])
    const role = (role: string) => owner()`update members set role = ${role} where user_id = ${people[0]!.id}`
    const opened = (at: Date | null) => owner()`update sellers set opened_at = ${at} where code = ${codes[0]!}`
    await role('viewer')
    const viewer = await post({ note }, (await signedIn(people[0]!)).given.session)
    expect([viewer.to?.pathname, viewer.to?.searchParams.get('problem')]).toEqual([`/${codes[0]}/requests`, 'ask_not_allowed'])
    await role('owner')
    await opened(null)
    const unopened = await post({ note }, (await signedIn(people[0]!)).given.session)
    expect([unopened.to?.pathname, unopened.to?.searchParams.get('problem')]).toEqual([`/${codes[0]}`, 'account_not_open'])
    await opened(new Date())
  })

  test('because its note is far too long keeps the beginning, and says so', async () => {
    const { given } = await signedIn(people[0]!)
    const { to, kept } = await post({ note: '说'.repeat(700) }, given.session)
    expect([to?.searchParams.get('problem'), kept?.note.length, kept?.isCut]).toEqual(['note_too_long', 600, true])
  })

  test('because it is too large keeps its note, although it follows the files', async () => {
    const { given } = await signedIn(people[0]!)
    const four = [1, 2, 3, 4].map((n) => ({ ...pdf, name: `${n}.pdf`, size: 10 * 1024 * 1024 }))
    const { to, kept } = await post({ note, files: four, noteLast: true }, given.session)
    expect([to?.searchParams.get('problem'), kept?.note]).toEqual(['too_large', lines])
  })

  test('is deleted once it is accepted, and not shown for another order', async () => {
    const { given } = await signedIn(people[0]!)
    const { to, kept } = await post({ note }, given.session)
    expect([to?.pathname, kept]).toEqual([`/${codes[0]}/requests`, null])
    const cookie = Buffer.from(JSON.stringify({ form: releaseFormName('a', 'b'), note, isCut: false, file: null })).toString('base64url')
    expect(keptForm(cookie, releaseFormName('a', 'b'))?.note).toBe(note)
    expect(keptForm(cookie, releaseFormName('a', 'c'))).toBeNull()
    expect(keptForm('%', releaseFormName('a', 'b'))).toBeNull()
  })
})

test('a browser that requests a proof after the session has ended is redirected to the sign-in', async () => {
  const headers = new Headers({ accept: 'text/html' })
  const request = new Request(`http://localhost:3000/api/proofs/x?store=${codes[0]}`, { headers })
  const answer = await asked.now!.run(headers, () => answerProof(request, '00000000-0000-4000-8000-000000000000'))
  const to = new URL(answer.headers.get('location') ?? '')
  expect([answer.status, to.pathname, to.searchParams.get('next')]).toEqual([303, '/sign-in', `/${codes[0]}/requests?problem=ended`])
})

test('a member of staff who is refused a proof is redirected to its request with the reason', async () => {
  const [auditor, nowhere] = [await makeUser(), '00000000-0000-4000-8000-000000000000']
  await appoint(auditor, ['auditor'], marketplace)
  const get = (cookie: string) => {
    const request = new Request(`http://localhost:3000${staffPaths.proof(nowhere, nowhere)}`, { headers: { accept: 'text/html', cookie } })
    return asked.now!.run(request.headers, async () => (await answerProof(request, nowhere)).headers.get('location'))
  }
  expect(await get(`session=${(await signedIn(auditor)).given.session}`)).toMatch(staffPaths.request(nowhere, { problem: 'not_found' }))
  expect(await get('')).toMatch(encodeURIComponent(staffPaths.request(nowhere, { problem: 'ended' })))
})

test('a PDF with HTML and script is served only as a download, and only to its own store', async () => {
  const start = '%PDF-1.7<script>alert(1)</script>'
  await send(0, { files: [{ ...pdf, start, size: start.length }] })
  const [row] = await owner()<[{ id: string }]>`select id from files where size = ${start.length}`
  const get = async (who: Made, more: Record<string, string> = {}, store = codes[0]) => {
    const { given } = await signedIn(who)
    const headers = new Headers({ cookie: `session=${given.session}`, ...more })
    return asked.now!.run(headers, () => answerProof(new Request(`http://localhost:3000/api/proofs/x?store=${store}`, { headers }), row.id))
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
  for (const site of ['cross-site', 'same-site']) {
    const foreign = await get(people[1]!, { 'sec-fetch-site': site })
    expect([site, foreign.status, await foreign.json()]).toMatchObject([site, 403, { error: { code: 'foreign_origin' } }])
    const page = await get(people[1]!, { 'sec-fetch-site': site, accept: 'text/html' })
    expect([page.status, page.headers.get('location')]).toEqual([303, `http://localhost:3000/${codes[0]}/requests?problem=foreign_origin`])
  }
  for (const site of ['same-origin', 'none']) expect((await get(people[1]!, { 'sec-fetch-site': site })).status).toBe(200)
  expect((await get(await makeUser())).status).toBe(404)
  for (const store of [codes[0], codes[1]]) expect((await get(people[2]!, {}, store)).status).toBe(404)
  expect((await get(people[1]!, {}, '')).status).toBe(422)
})

describe('uploads', () => {
  const everybody = Array.from({ length: 12 }, (_, n) => n)

  test('of twelve people of six stores who send 30 MB at least two are accepted and the others may retry, in less than 512 MB of memory', async () => {
    const bounded = await memory(async () => {
      const answers = await Promise.all(everybody.map((person) => send(person, full)))
      const taken = answers.filter(({ to }) => to === '/requests?asked').length
      expect(taken).toBeGreaterThanOrEqual(2)
      expect(answers.filter(({ to }) => to === 'busy')).toHaveLength(12 - taken)
    })
    // What the same twelve cost where each is read: more than the bound, so the measure can tell.
    const unbounded = await memory(() => Promise.all(everybody.map(() => requestOf(posted(full), '').formData())))
    expect(bounded.most).toBeLessThan(512)
    expect(unbounded.kept).toHaveLength(12)
    expect(unbounded.most).toBeGreaterThan(512)
  })

  /** A form that stops before its last piece until it is let go on. */
  function stalled(form: PostedForm) {
    const go = signal()
    const begun = signal()
    const post = posted(form)
    const pieces = post.body.getReader()
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(to) {
          if (post.count.length - post.count.read < 100_000) {
            begun.give()
            await go.given
          }
          const { done, value } = await pieces.read()
          if (done) to.close()
          else to.enqueue(value)
        },
      },
      { highWaterMark: 0 },
    )
    return { post: { ...post, body }, go, begun }
  }

  test('that are slow block nobody: two that have sent 30 MB and stall give way to ten others, one of them of 30 MB', async () => {
    const slow = [stalled(full), stalled(full)]
    const sending = slow.map(({ post }, person) => send(person * 2, full, post))
    await Promise.all(slow.map(({ begun }) => begun.given))
    expect((await send(4)).to).toBe('/requests?asked') // there is room for a little one
    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 4000)
    try {
      expect((await send(6, full)).to).toBe('/requests?asked')
      for (const person of [8, 10, 5, 7, 9, 11]) expect((await send(person)).to).toBe('/requests?asked')
    } finally {
      clock.mockRestore()
    }
    for (const { go } of slow) go.give()
    const ends = (await Promise.all(sending)).map(({ to }) => to)
    expect(ends).toContain('busy')
    expect(ends.length).toBe(2)
  })

  test('that announce 30 MB and send nothing reserve no memory', async () => {
    const go = signal()
    const sending = [0, 2, 4].map((person) => {
      const body = new ReadableStream<Uint8Array>({ pull: (to) => go.given.then(() => to.close()) }, { highWaterMark: 0 })
      return send(person, full, { ...posted(full), body })
    })
    await setImmediate()
    expect((await send(6, full)).to).toBe('/requests?asked')
    go.give()
    await Promise.all(sending)
  })

  test('of one store use no more than its share: a second one of 30 MB of the same store gives way, one of another store doesn’t', async () => {
    const first = stalled(full)
    const sending = send(0, full, first.post)
    await first.begun.given
    expect((await send(1, full)).to).toBe('busy')
    expect((await send(2, full)).to).toBe('/requests?asked')
    first.go.give()
    expect((await sending).to).toBe('/requests?asked')
  })

  test('have at most 30 MB and 64 KB, also chunked ones', async () => {
    const form: PostedForm = { files: [1, 2, 3, 4].map((n) => ({ ...pdf, name: `${n}.pdf`, size: 10 * 1024 * 1024 })) }
    expect((await send(0, form)).to).toBe('too_large')
    const { given } = await signedIn(people[0]!)
    const request = requestOf(posted(form), given.session)
    request.headers.delete('content-length')
    const answer = await asked.now!.run(request.headers, () => answerReleaseForm(request))
    expect(answer.headers.get('location')).toContain('problem=too_large')
  })

  test('are accepted up to the store’s quota, then refused with the reason; another store has its own quota', async () => {
    await owner()`insert into policies (name, effective_from, value, unit, source) values ('proof_bytes', '2001-01-01', 0, 'bytes', 'test')`
    const [row] = await owner()<[{ bytes: number; seller: number }]>`
      select sum(size)::int as bytes, seller_id as seller from files
      where seller_id = (select seller_id from members where user_id = ${people[0]!.id}) group by 2`
    await owner()`update policies set value = ${row.bytes + 150} where name = 'proof_bytes' and effective_from = '2001-01-01'`
    const both = await Promise.all([send(0), send(1)])
    expect(both.map(({ to }) => to).toSorted()).toEqual(['/requests?asked', 'store_full'])
    expect((await send(0)).to).toBe('store_full')
    await owner()`delete from policies where name = 'proof_bytes' and effective_from = '2001-01-01'`
    expect((await send(0)).to).toBe('/requests?asked')
  })

  test('of one person run one at a time: a concurrent second one is refused with the reason, and accepted later', async () => {
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
    expect(await send(0)).toMatchObject({ to: 'still_sending' })
    go.give()
    expect(await first).toMatchObject({ to: '/requests?asked' })
    expect(await send(0)).toMatchObject({ to: '/requests?asked' })
  })

  test('of one photo each are accepted concurrently: twelve of twelve', async () => {
    const answers = await Promise.all(everybody.map((person) => send(person)))
    expect(answers.map(({ to }) => to)).toEqual(Array(12).fill('/requests?asked'))
  })

  test('that break off free their memory', async () => {
    const broken = posted(full)
    const body = new ReadableStream<Uint8Array>({ start: (to) => to.error(new Error('the line broke')) })
    expect(await send(0, {}, { ...broken, body })).toMatchObject({ to: 'missing' })
    expect(await send(0, full)).toMatchObject({ to: '/requests?asked' })
  })
})
