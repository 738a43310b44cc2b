import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Answer, answerOf, newCaller, post, signedRequest } from '#db/test/caller.ts'
import { ownerClient } from '#db/client.ts'
import { log } from '#server/platform/log.ts'
import { secretBytes, sign, signingKey } from '../gate/signature.ts'
import { takeRequests } from '../statements.ts'
import { receiveEvents } from './receive-events.ts'

const owner = ownerClient(1)
let shop: Awaited<ReturnType<typeof newCaller>>
let counter = 0

beforeAll(async () => {
  shop = await newCaller()
})
afterAll(() => owner.end())

const upserted = (change: Record<string, unknown> = {}) => ({
  id: `s-${++counter}`,
  type: 'seller.upserted',
  occurred_at: '2026-01-01T00:00:00Z',
  seller_id: 'seller-1',
  data: { name: 'A shop', region: 'CN' },
  ...change,
})
const raw = (body: string | Uint8Array, change: Record<string, string | null> = {}) =>
  answerOf(receiveEvents(signedRequest(shop, body, change)))
const statuses = (answer: Answer) => answer.body.results.map((result: { status: string }) => result.status)
const booked = async () => Number((await owner`select (select count(*) from events) + (select count(*) from parked) as n`)[0]?.n)

describe('an answer', () => {
  test('has a result for each event in order, the quota and the trace id', async () => {
    const events = [upserted(), upserted({ seller_id: 'seller-2' })]
    const { status, headers, body } = await post(shop, events)
    expect(status).toBe(200)
    expect(body).toEqual({ results: events.map(({ id }) => ({ id, status: 'posted' })) })
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('ratelimit-policy')).toMatch(/^"requests";q=\d+;w=60$/)
    expect(headers.get('ratelimit')).toMatch(/^"requests";r=\d+;t=\d+$/)
    expect(headers.get('x-trace-id')).toMatch(/^[0-9a-f]{16}$/)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('an invalid event does not affect the others', async () => {
    const good = [upserted(), upserted({ seller_id: 'seller-3' })]
    const bad = [
      null,
      7,
      'x',
      {},
      upserted({ id: 'no spaces' }),
      upserted({ id: 12 }),
      upserted({ data: { name: 'a\u0000', region: 'CN' } }),
      { ...upserted(), x: 1 },
    ]
    const { status, body } = await post(shop, [good[0], ...bad, good[1]])
    expect(status).toBe(200)
    expect(body.results.map((result: { id: unknown; status: string }) => [result.id, result.status])).toEqual([
      [good[0]?.id, 'posted'],
      [null, 'rejected'],
      [null, 'rejected'],
      [null, 'rejected'],
      [null, 'rejected'],
      ['no spaces', 'rejected'],
      [null, 'rejected'],
      [(bad[6] as { id: string }).id, 'rejected'],
      [(bad[7] as { id: string }).id, 'rejected'],
      [good[1]?.id, 'posted'],
    ])
    expect(body.results[8].problem).toEqual({
      type: 'urn:seller-funds-portal:problem:invalid_event',
      title: 'Invalid event',
      status: 422,
      detail: '/x: Unknown field: the schema has none of this name here.',
      code: 'invalid_event',
      errors: [{ pointer: '/x', code: 'unknown_field', detail: 'Unknown field: the schema has none of this name here.' }],
    })
  })

  test('a rejected event leaves its id free for a corrected one', async () => {
    const event = upserted({ seller_id: 'seller-4' })
    expect(statuses(await post(shop, [{ ...event, occurred_at: '2026-02-30T00:00:00Z' }]))).toEqual(['rejected'])
    expect(statuses(await post(shop, [event]))).toEqual(['posted'])
  })

  test('the same id with equal content is a duplicate, with other content a conflict', async () => {
    const event = upserted({ seller_id: 'seller-5' })
    const [first, again, other] = [event, { ...event, occurred_at: '2026-01-01T08:00:00+08:00' }, { ...event, seller_id: 'seller-6' }]
    const { body } = await post(shop, [first, again, other])
    expect(body.results.map((result: { status: string }) => result.status)).toEqual(['posted', 'duplicate', 'rejected'])
    expect(body.results[2].problem).toMatchObject({ code: 'event_conflict', status: 409, errors: [{ pointer: '/id' }] })
  })

  test('an event with a duplicate key is rejected alone', async () => {
    const good = upserted()
    const body = `{"events":[{"id":"twice","id":"twice-2","type":"order.unheld","occurred_at":"2026-01-01T00:00:00Z","seller_id":"s","data":{"order_id":"o","line_id":"l"}},${JSON.stringify(good)}]}`
    const answer = await raw(body)
    expect(statuses(answer)).toEqual(['rejected', 'posted'])
    expect(answer.body.results[0].problem.errors).toEqual([expect.objectContaining({ pointer: '/id', code: 'duplicate_key' })])
  })

  test('an event more than 15 minutes ahead of the database’s clock is in_future', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
    const { body } = await post(shop, [upserted({ occurred_at: at(14) }), upserted({ occurred_at: at(16) })])
    expect(body.results[0].status).toBe('posted')
    expect(body.results[1]).toMatchObject({ status: 'rejected', problem: { code: 'in_future', errors: [{ pointer: '/occurred_at' }] } })
  })
})

describe('the whole request is refused, without effect', () => {
  const one = () => JSON.stringify({ events: [upserted()] })
  const old = (seconds: number) => {
    const body = Buffer.from(one())
    const stamp = String(Math.floor(Date.now() / 1000) + seconds)
    return raw(body, {
      'webhook-timestamp': stamp,
      'webhook-id': 'm',
      'webhook-signature': sign(signingKey(secretBytes(shop.secret)!), 'm', stamp, body),
    })
  }
  const cases: [string, () => Promise<Answer>, number, string][] = [
    ['no key', () => raw(one(), { authorization: null }), 401, 'not_authenticated'],
    ['an empty key', () => raw(one(), { authorization: 'Bearer ' }), 401, 'not_authenticated'],
    ['another scheme', () => raw(one(), { authorization: `Basic ${shop.key}` }), 401, 'not_authenticated'],
    [
      'an unknown key',
      () => raw(one(), { authorization: `Bearer ${shop.key.slice(0, -1)}${shop.key.endsWith('x') ? 'y' : 'x'}` }),
      401,
      'not_authenticated',
    ],
    ['a key of SQL', () => raw(one(), { authorization: "Bearer ' or 1=1 --" }), 401, 'not_authenticated'],
    ['no signature', () => raw(one(), { 'webhook-signature': null }), 401, 'invalid_signature'],
    ['a wrong signature', () => raw(one(), { 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` }), 401, 'invalid_signature'],
    ['an old signature', () => old(-301), 401, 'invalid_signature'],
    ['a future signature', () => old(302), 401, 'invalid_signature'],
    ['malformed JSON', () => raw('{"events":'), 400, 'malformed_json'],
    ['invalid UTF-8', () => raw(Buffer.from([0x7b, 0xff])), 400, 'invalid_utf8'],
    ['nesting of 33', () => raw(`{"events":[${'['.repeat(31)}${']'.repeat(31)}]}`), 400, 'too_deep'],
    ['4 MiB and a byte', () => raw(Buffer.alloc(4 * 1024 * 1024 + 1, ' ')), 413, 'too_large'],
    [
      '4 MiB and a byte that were not announced',
      () => raw(Buffer.alloc(4 * 1024 * 1024 + 1, ' '), { 'content-length': null }),
      413,
      'too_large',
    ],
    ['a compressed body', () => raw(one(), { 'content-encoding': 'gzip' }), 415, 'unsupported_encoding'],
    ['no events', () => raw('{"events":[]}'), 422, 'invalid_request'],
    [
      '1,001 events',
      () =>
        post(
          shop,
          Array.from({ length: 1001 }, () => upserted()),
        ),
      422,
      'invalid_request',
    ],
    ['a field beside events', () => raw(JSON.stringify({ events: [upserted()], dry_run: true })), 422, 'invalid_request'],
  ]
  test.each(cases)('%s', async (_what, call, status, code) => {
    const before = await booked()
    const answer = await call()
    expect(answer.body).toMatchObject({
      type: `urn:seller-funds-portal:problem:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
      trace_id: answer.headers.get('x-trace-id'),
      errors: expect.any(Array),
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect(await booked()).toBe(before)
  })

  test('a body of exactly 4 MiB is read', async () => {
    const body = JSON.stringify({ events: [upserted()] }).padEnd(4 * 1024 * 1024, ' ')
    expect(statuses(await raw(body))).toEqual(['posted'])
  })

  test('a key without the scope is 403, one above its quota 429 with Retry-After', async () => {
    const reader = await newCaller({ scopes: ['read'] })
    expect(await post(reader, [upserted()])).toMatchObject({ status: 403, body: { code: 'out_of_scope' } })
    const slow = await newCaller({ requestsPerMinute: 1 })
    // Another minute may begin on the way, not two.
    const answers = [await post(slow, [upserted()]), await post(slow, [upserted()]), await post(slow, [upserted()])]
    expect(answers[0]?.status).toBe(200)
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.body).toMatchObject({ code: 'rate_limited' })
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('all processes share a key’s quota', async () => {
    const shared = await newCaller({ requestsPerMinute: 10 })
    // A minute that does not end while the test runs.
    await owner`insert into key_requests (key_id, minute, taken) values (${shared.keyId}, 1000000000000, 0)`
    const others = await Promise.all(Array.from({ length: 6 }, () => takeRequests(shared.keyId, 1)))
    expect(new Set(others.map(({ taken }) => taken))).toEqual(new Set([1, 2, 3, 4, 5, 6]))
    const answers: Answer[] = []
    for (let n = 0; n < 6; n++) answers.push(await post(shared, [upserted()]))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 429])
    expect(answers.map(({ headers }) => /r=([0-9]+)/.exec(headers.get('ratelimit') ?? '')?.[1])).toEqual(['3', '2', '1', '0', '0', '0'])
  })

  test('a signature of another marketplace is refused', async () => {
    const other = await newCaller()
    expect(await post({ ...shop, secret: other.secret }, [upserted()])).toMatchObject({ status: 401, body: { code: 'invalid_signature' } })
  })
})

test('a byte-order mark is part of the signed bytes, and skipped by the parser', async () => {
  expect(statuses(await raw(`\ufeff${JSON.stringify({ events: [upserted()] })}`))).toEqual(['posted'])
})

test('sixty-four concurrent chunked bodies are all answered', async () => {
  const call = () => {
    const signed = signedRequest(shop, JSON.stringify({ events: [upserted()] }), { 'content-length': null })
    return answerOf(receiveEvents(signed))
  }
  const answers = await Promise.all(Array.from({ length: 64 }, call))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
})

test.each(['null', 'NULL', 'Null'])('%s is an ordinary id in every field', async (id) => {
  const amount = { currency: 'USD', amount: '1.00' }
  const events = [
    upserted({ id: `${id}-0`, seller_id: id }),
    upserted({ id, type: 'order.paid', seller_id: id, data: { order_id: id, line_id: id, gross: amount, fees: [], net: amount } }),
    upserted({ id: `${id}-2`, type: 'order.refunded', seller_id: id, data: { order_id: id, line_id: id, refund_id: id, amount } }),
    upserted({ id: `${id}-3`, type: 'order.unheld', seller_id: id, data: { order_id: id, line_id: 'later' } }),
  ]
  const outcome = ['posted', 'posted', 'posted', 'parked']
  expect(statuses(await post(shop, events))).toEqual(outcome)
  expect(statuses(await post(shop, events))).toEqual(['duplicate', 'duplicate', 'duplicate', 'parked'])
})

test('the same signed message sent again is answered, and booked once', async () => {
  const event = upserted({ seller_id: 'seller-again' })
  const request = signedRequest(shop, JSON.stringify({ events: [event] }))
  const answers = [
    await answerOf(receiveEvents(request.clone())),
    await answerOf(receiveEvents(request.clone())),
    await answerOf(receiveEvents(request)),
  ]
  expect(answers.map(statuses)).toEqual([['posted'], ['duplicate'], ['duplicate']])
})

test('a thousand replays of one signed message have one effect', async () => {
  const event = { ...upserted({ seller_id: 'seller-replayed' }), id: 'replayed' }
  const request = signedRequest(shop, JSON.stringify({ events: [event] }))
  const before = await booked()
  const answers = await Promise.all(Array.from({ length: 1000 }, () => answerOf(receiveEvents(request.clone()))))
  expect(answers.flatMap(statuses).filter((status) => status === 'posted')).toHaveLength(1)
  expect(answers.flatMap(statuses).filter((status) => status === 'duplicate')).toHaveLength(999)
  expect(await booked()).toBe(before + 1)
})

test('a thousand conflicting events are each rejected with a problem, and change nothing', async () => {
  const events = Array.from({ length: 1000 }, (_, n) => upserted({ seller_id: `contradicted-${n % 10}` }))
  expect(new Set(statuses(await post(shop, events)))).toEqual(new Set(['posted']))
  const before = await booked()
  const other = await post(
    shop,
    events.map((event) => ({ ...event, data: { name: 'Another name', region: 'HK' } })),
  )
  for (const result of other.body.results) expect(result).toMatchObject({ status: 'rejected', problem: { code: 'event_conflict' } })
  expect(await booked()).toBe(before)
  const names = await owner`select distinct name from sellers where external_id like 'contradicted-%'`
  expect(names.map((row) => row.name)).toEqual(['A shop'])
})

test('when a bug of ours fails one event, the others are booked, and the log has its id and no data', async () => {
  // The bug: a trigger that quotes what it was given, as drivers and Postgres do.
  await owner.unsafe(`
    create function planted_bug() returns trigger language plpgsql as $$
    begin
      if new.id like 'bug-%' then raise exception E'canary 6222020200112233445\n    at canary (6222020200112233445:1:1)' using errcode = 'XX001'; end if;
      return new;
    end $$;
    create trigger planted_bug before insert on events for each row execute function planted_bug()`)
  const lines: Record<string, unknown>[] = []
  const spies = (['info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(log, level).mockImplementation((line: unknown) => void lines.push(line as Record<string, unknown>)),
  )
  const events = [upserted(), upserted({ id: 'bug-1' }), upserted(), upserted()]
  const answer = await post(shop, events)
  spies.forEach((spy) => spy.mockRestore())
  await owner`drop trigger planted_bug on events`
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error' } })
  const line = lines.find(({ events: ids }) => ids)
  expect(line).toMatchObject({ trace: answer.body.trace_id, events: ['bug-1'], kinds: ['EventFailed', 'PostgresError XX001'] })
  expect(JSON.stringify([answer.body, lines])).not.toContain('canary')
  expect(JSON.stringify([answer.body, lines])).not.toContain('6222')
  expect(statuses(await post(shop, events))).toEqual(['duplicate', 'posted', 'duplicate', 'duplicate'])
})

describe('hostile events of maximum size are rejected, and the other events booked', () => {
  const size = 4 * 1024 * 1024 - 2000
  const filled = (unit: (n: number) => string, bytes = size) => {
    const units: string[] = []
    for (let left = bytes, n = 0; left > 0; n++) {
      units.push(unit(n))
      left -= (units[n]?.length ?? 0) + 1
    }
    return units.join(',')
  }
  const head = '"id":"hostile","type":"seller.upserted","occurred_at":"2026-01-01T00:00:00Z","seller_id":"hostile"'
  test.each([
    ['half a million unknown keys', `{${head},"data":{${filled((n) => `"${n.toString(36)}":0`)}}}`],
    ['one key over and over', `{${head},"data":{${filled(() => '"name":"x"')},"region":"CN"}}`],
    ['a million empty objects', `[${filled(() => '{}')}]`],
    ['a name of four megabytes', `{${head},"data":{"region":"CN","name":"${'x'.repeat(size)}"}}`],
    ['an address that goes on', `{${head},"data":{"region":"CN","name":"x","email":"${'a.'.repeat(size / 2)}"}}`],
    [
      'an amount of four million digits',
      `{"id":"hostile","type":"order.refunded","data":{"amount":{"currency":"USD","amount":"${'9'.repeat(size)}"}}}`,
    ],
    ['a number of four million digits', '9'.repeat(size)],
    ['NUL, escaped, over and over', `{${head},"data":{"region":"CN","name":"${'\\u0000'.repeat(size / 6)}"}}`],
    [
      'prototypes',
      `{${head},"__proto__":{"status":"posted"},"constructor":{"prototype":{"x":1}},"data":{"__proto__":{"name":"x"},"region":"CN"}}`,
    ],
  ])('%s', async (_what, hostile) => {
    const answer = await raw(`{"events":[${JSON.stringify(upserted())},${hostile},${JSON.stringify(upserted())}]}`)
    expect(statuses(answer)).toEqual(['posted', 'rejected', 'posted'])
    expect(JSON.stringify(answer.body).length).toBeLessThan(10_000)
    expect(({} as Record<string, unknown>).status).toBeUndefined()
  })
})
