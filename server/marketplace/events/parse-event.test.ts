import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faults } from '../errors.ts'
import { wireTypes } from '../schema.ts'
import { parseEvent } from './parse-event.ts'

type Json = Record<string, unknown>

const usd = (amount: string) => ({ currency: 'USD', amount })
const line = { order_id: 'o-1', line_id: 'o-1.1' }
const at = '2026-03-01T16:00:00+08:00'

/** An event of each type, as the contract's page has it. */
const data: Record<(typeof wireTypes)[number], Json> = {
  'seller.upserted': {
    name: '深圳市云帆跨境电子商务有限公司',
    region: 'CN',
    email: 'boss@yunfan.example',
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
  },
  'seller.closed': { reason: 'asked for it' },
  'seller.reopened': {},
  'order.paid': {
    ...line,
    gross: usd('100.00'),
    fees: [
      { kind: 'commission', amount: usd('8') },
      { kind: 'escrow', amount: usd('1.00') },
    ],
    net: usd('91.00'),
    expected_release_at: '2026-03-20T00:00:00Z',
  },
  'order.shipped': { ...line, at, carrier: '顺丰', tracking: 'SF1234567890', expected_release_at: '2026-03-20T00:00:00Z' },
  'order.delivered': { ...line, at },
  'order.confirmed': { ...line, at, expected_release_at: '2026-03-20T00:00:00Z' },
  'order.released': { ...line, margin: usd('4.55'), margin_until: '2026-05-01T00:00:00Z' },
  'margin.released': { ...line },
  'order.held': { ...line, reason: 'dispute', note: 'not as described', until: '2026-04-01T00:00:00Z' },
  'order.unheld': { ...line },
  'order.refunded': { ...line, refund_id: 'r-1', amount: usd('10.00'), reason: 'broken' },
  'order.cancelled': { ...line, reason: 'out of stock' },
  'event.withdrawn': { event_id: 'e-0' },
}

const event = (type: keyof typeof data, change: Json = {}, ofData: Json = {}): Json => ({
  id: 'e-1',
  type,
  occurred_at: '2026-03-01T08:00:00Z',
  seller_id: 's-1',
  data: { ...data[type], ...ofData },
  ...change,
})
const without = (object: Json, key: string) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))

/** `pointer code` of each fault, or the event's hash. */
function judge(raw: unknown) {
  const parsed = parseEvent(raw)
  return parsed.ok ? parsed.event.hash : parsed.faults.map((fault) => `${fault.pointer} ${fault.code}`)
}

describe('each event type is accepted and parsed', () => {
  test.each(wireTypes)('%s', (type) => {
    const parsed = parseEvent(event(type))
    expect(parsed).toMatchObject({ ok: true, event: { type, id: 'e-1', sellerId: 's-1', occurredAt: Date.UTC(2026, 2, 1, 8) } })
  })

  test('amounts become minor units, times epoch milliseconds, and absent fields null', () => {
    expect(parseEvent(event('order.paid', {}, { expected_release_at: undefined }))).toMatchObject({
      event: {
        currency: 'USD',
        gross: 10_000n,
        fees: { commission: 800n, escrow: 100n, affiliate: null },
        net: 9_100n,
        expectedReleaseAt: null,
      },
    })
    expect(parseEvent(event('order.shipped'))).toMatchObject({
      event: { orderId: 'o-1', lineId: 'o-1.1', at: Date.UTC(2026, 2, 1, 8), carrier: '顺丰', expectedReleaseAt: Date.UTC(2026, 2, 20) },
    })
    expect(parseEvent(event('order.released', {}, { margin: undefined }))).toMatchObject({ event: { margin: null } })
    expect(parseEvent(event('seller.upserted', {}, { email: undefined, locale: 'zh_CN' }))).toMatchObject({
      event: { email: null, locale: 'zh-CN' },
    })
  })

  test.each([
    ['JPY', '1500', '1500', 1500n],
    ['KWD', '1.234', '1.234', 1234n],
    ['CNY', '0.01', '0.01', 1n],
    ['USD', '9999999999999.99', '9999999999999.99', 999_999_999_999_999n],
  ])('%s %s', (currency, gross, net, minor) => {
    const of = (amount: string) => ({ currency, amount })
    expect(parseEvent(event('order.paid', {}, { gross: of(gross), fees: [], net: of(net) }))).toMatchObject({
      event: { gross: minor, net: minor },
    })
  })

  test('a net of zero, fees of zero and a margin of zero are allowed', () => {
    const paid = {
      gross: usd('1'),
      fees: [
        { kind: 'commission', amount: usd('1.00') },
        { kind: 'escrow', amount: usd('0') },
      ],
      net: usd('0.00'),
    }
    expect(judge(event('order.paid', {}, paid))).toEqual(expect.any(String))
    expect(judge(event('order.released', {}, { margin: usd('0') }))).toEqual(expect.any(String))
  })
})

describe('refused', () => {
  const paid = (ofData: Json) => event('order.paid', {}, ofData)
  const money = (amount: unknown, currency: unknown = 'USD') => ({ gross: { currency, amount } })
  test.each([
    ['no object', 5, [' wrong_type']],
    ['null', null, [' wrong_type']],
    ['an array', [], [' wrong_type']],
    ['an empty object', {}, ['/type missing_field']],
    ['another type', event('order.paid', { type: 'order.lost' }), ['/type unknown_type']],
    ['a type by the name of a method', event('order.paid', { type: 'constructor' }), ['/type unknown_type']],
    ['a type that is no string', event('order.paid', { type: ['order.paid'] }), ['/type wrong_type']],
    ['no id', without(event('order.paid'), 'id'), ['/id missing_field']],
    ['an id that is a number', event('order.paid', { id: 7 }), ['/id wrong_type']],
    ['an empty id', event('order.paid', { id: '' }), ['/id invalid_id']],
    ['an id of 65 characters', event('order.paid', { id: 'x'.repeat(65) }), ['/id invalid_id']],
    ['an id with a space', event('order.paid', { id: 'a b' }), ['/id invalid_id']],
    ['an id with NUL', event('order.paid', { id: 'a\u0000' }), ['/id invalid_id']],
    ['an id with a line break at its end', event('order.paid', { id: 'a\n' }), ['/id invalid_id']],
    ['an id in Chinese', event('order.paid', { id: '订单' }), ['/id invalid_id']],
    ['a seller_id with a slash', event('order.paid', { seller_id: 'a/b' }), ['/seller_id invalid_id']],
    ['an unknown field', event('order.paid', { currency: 'USD' }), ['/currency unknown_field']],
    ['an unknown field in data', paid({ 'a/b~c': 1 }), ['/data/a~1b~0c unknown_field']],
    ['an unknown field in an amount', paid({ gross: { ...usd('100.00'), minor: 1 } }), ['/data/gross/minor unknown_field']],
    [
      '__proto__',
      JSON.parse(JSON.stringify(event('order.unheld')).replace('{', '{"__proto__":{"type":"x"},')),
      ['/__proto__ unknown_field'],
    ],
    ['constructor in data', paid({ constructor: { prototype: {} } }), ['/data/constructor unknown_field']],
    ['data that is an array', event('order.unheld', { data: [] }), ['/data wrong_type']],
    ['an amount as a number', paid(money(100)), ['/data/gross/amount wrong_type']],
    ['money as a string', paid({ gross: '100.00' }), ['/data/gross wrong_type']],
    ['an exponent', paid(money('1e2')), ['/data/gross/amount invalid_amount']],
    ['a negative amount', paid(money('-1.00')), ['/data/gross/amount invalid_amount']],
    ['a plus sign', paid(money('+1.00')), ['/data/gross/amount invalid_amount']],
    ['a leading zero', paid(money('01.00')), ['/data/gross/amount invalid_amount']],
    ['no whole part', paid(money('.50')), ['/data/gross/amount invalid_amount']],
    ['a trailing point', paid(money('1.')), ['/data/gross/amount invalid_amount']],
    ['thousands', paid(money('1,000.00')), ['/data/gross/amount invalid_amount']],
    ['a decimal comma', paid(money('1,50')), ['/data/gross/amount invalid_amount']],
    ['white space', paid(money(' 1.00')), ['/data/gross/amount invalid_amount']],
    ['full-width digits', paid(money('１')), ['/data/gross/amount invalid_amount']],
    ['hexadecimal', paid(money('0x10')), ['/data/gross/amount invalid_amount']],
    ['NaN', paid(money('NaN')), ['/data/gross/amount invalid_amount']],
    ['an empty amount', paid(money('')), ['/data/gross/amount invalid_amount']],
    ['three digits of USD', paid(money('100.000')), ['/data/gross/amount too_many_digits']],
    [
      'one digit of JPY',
      event('order.refunded', {}, { amount: { currency: 'JPY', amount: '1.0' } }),
      ['/data/amount/amount too_many_digits'],
    ],
    [
      'four digits of KWD',
      event('order.refunded', {}, { amount: { currency: 'KWD', amount: '1.0000' } }),
      ['/data/amount/amount too_many_digits'],
    ],
    ['10^15 minor units', paid(money('10000000000000.00')), ['/data/gross/amount amount_too_large']],
    ['a thousand digits', paid(money('9'.repeat(1000))), ['/data/gross/amount amount_too_large']],
    ['a gross of zero', paid({ ...money('0.00'), fees: [], net: usd('0') }), ['/data/gross/amount amount_zero']],
    ['a refund of zero', event('order.refunded', {}, { amount: usd('0') }), ['/data/amount/amount amount_zero']],
    ['an unknown currency', paid(money('1', 'XXX')), expect.arrayContaining(['/data/gross/currency unknown_currency'])],
    ['a currency in small letters', paid(money('1', 'usd')), ['/data/gross/currency unknown_currency']],
    ['net above gross less fees', paid({ net: usd('91.01') }), ['/data/net net_mismatch']],
    ['net below gross less fees', paid({ net: usd('90.99') }), ['/data/net net_mismatch']],
    ['fees above gross', paid({ gross: usd('5.00'), net: usd('0') }), ['/data/net net_mismatch']],
    ['net in another currency', paid({ net: { currency: 'CNY', amount: '91.00' } }), ['/data/net/currency currency_mismatch']],
    [
      'a fee in another currency',
      paid({ fees: [{ kind: 'escrow', amount: { currency: 'CNY', amount: '9' } }] }),
      ['/data/fees/0/amount/currency currency_mismatch'],
    ],
    [
      'a kind of fee twice',
      paid({
        fees: [
          { kind: 'escrow', amount: usd('4') },
          { kind: 'escrow', amount: usd('5') },
        ],
      }),
      ['/data/fees/1/kind repeated_fee'],
    ],
    ['four fees', paid({ fees: Array.from({ length: 4 }, () => ({ kind: 'escrow', amount: usd('0') })) }), ['/data/fees repeated_fee']],
    ['another kind of fee', paid({ fees: [{ kind: 'tip', amount: usd('9') }] }), ['/data/fees/0/kind unknown_value']],
    ['no fees', event('order.paid', { data: without(data['order.paid'], 'fees') }), ['/data/fees missing_field']],
    ['a time without offset', event('order.unheld', { occurred_at: '2026-03-01T08:00:00' }), ['/occurred_at invalid_time']],
    ['a time that is a number', event('order.unheld', { occurred_at: 1_772_323_200 }), ['/occurred_at wrong_type']],
    ['30 February', event('order.shipped', {}, { at: '2026-02-30T00:00:00Z' }), ['/data/at invalid_time']],
    ['24:00:00', event('order.held', {}, { until: '2026-03-01T24:00:00Z' }), ['/data/until invalid_time']],
    [
      'four fraction digits',
      event('order.released', {}, { margin_until: '2026-03-01T00:00:00.0001Z' }),
      ['/data/margin_until invalid_time'],
    ],
    ['another reason to hold', event('order.held', {}, { reason: 'mood' }), ['/data/reason unknown_value']],
    ['no reason to hold', event('order.held', {}, { reason: undefined }), ['/data/reason missing_field']],
    ['NUL in a note', event('order.held', {}, { note: 'a\u0000b' }), ['/data/note invalid_text']],
    ['a line break in a reason', event('order.cancelled', {}, { reason: 'a\nb' }), ['/data/reason invalid_text']],
    ['half a character in a name', event('seller.upserted', {}, { name: 'a\ud83d' }), ['/data/name invalid_text']],
    ['an empty name', event('seller.upserted', {}, { name: '' }), ['/data/name text_empty']],
    ['a name of white space', event('seller.upserted', {}, { name: ' \u3000\u00a0' }), ['/data/name text_empty']],
    [
      'the id .',
      event('order.refunded', { id: '.', seller_id: '..' }, { refund_id: '..' }),
      ['/id invalid_id', '/seller_id invalid_id', '/data/refund_id invalid_id'],
    ],
    [
      'the lines . and ..',
      event('order.unheld', {}, { order_id: '.', line_id: '..' }),
      ['/data/order_id invalid_id', '/data/line_id invalid_id'],
    ],
    ['the year 9999', event('order.shipped', {}, { at: '9999-12-31T00:00:00Z' }), ['/data/at out_of_range']],
    ['1969', event('order.held', { occurred_at: '1969-12-31T23:59:59Z' }), ['/occurred_at out_of_range']],
    ['a name of 201 characters', event('seller.upserted', {}, { name: '字'.repeat(201) }), ['/data/name text_too_long']],
    ['a note of 1,001', event('order.held', {}, { note: 'x'.repeat(1001) }), ['/data/note text_too_long']],
    ['a carrier of 101', event('order.shipped', {}, { carrier: 'x'.repeat(101) }), ['/data/carrier text_too_long']],
    ['an unknown region', event('seller.upserted', {}, { region: 'XX' }), ['/data/region unknown_region']],
    ['an unknown time zone', event('seller.upserted', {}, { time_zone: 'Asia/Beijing' }), ['/data/time_zone unknown_time_zone']],
    ['no e-mail address', event('seller.upserted', {}, { email: 'boss' }), ['/data/email invalid_email']],
    ['two e-mail addresses', event('seller.upserted', {}, { email: 'a@b.example,c@d.example' }), ['/data/email invalid_email']],
    ['a full-width @', event('seller.upserted', {}, { email: 'a＠b.example' }), ['/data/email invalid_email']],
    [
      'a header in an e-mail address',
      event('seller.upserted', {}, { email: 'a@b.example\r\nBcc: x@y.example' }),
      ['/data/email invalid_email'],
    ],
    ['no language', event('seller.upserted', {}, { locale: 'zh CN' }), ['/data/locale invalid_locale']],
    [
      'several things at once',
      event('order.held', { id: 1 }, { reason: 1, x: 1 }),
      ['/id wrong_type', '/data/reason wrong_type', '/data/x unknown_field'],
    ],
  ])('%s', (_what, raw, expected) => {
    expect(judge(raw)).toEqual(expected)
  })

  test('texts of the maximum length are accepted in any language', () => {
    expect(judge(event('seller.upserted', {}, { name: '😀'.repeat(200) }))).toEqual(expect.any(String))
    expect(judge(event('order.held', {}, { note: '字'.repeat(1000) }))).toEqual(expect.any(String))
    expect(judge(event('order.held', { id: 'Az09._:-'.repeat(8) }))).toEqual(expect.any(String))
  })

  test('surrounding white space of a name is removed', () => {
    const parsed = parseEvent(event('seller.upserted', {}, { name: `  ${'字'.repeat(200)}\u3000` }))
    expect(parsed).toMatchObject({ ok: true, event: { name: '字'.repeat(200) } })
  })

  test('an id of three dots, or with dots and other characters, is valid', () => {
    for (const id of ['...', '.a', '..:', '-.']) expect(judge(event('order.unheld', { id })), id).toEqual(expect.any(String))
  })

  test('a million unknown fields get a short answer', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`${n}${'x'.repeat(200)}`, 1]))
    const found = judge(event('order.unheld', {}, many))
    expect(found).toHaveLength(20)
    expect(JSON.stringify(found).length).toBeLessThan(5000)
  })
})

test.each(wireTypes)('null in an optional field of %s means absent, and is refused in a required one', (type) => {
  for (const key of Object.keys(data[type])) {
    const absent = judge(event(type, { data: without(data[type], key) }))
    const asNull = judge(event(type, {}, { [key]: null }))
    if (typeof absent === 'string') expect(asNull, key).toBe(absent)
    else expect(asNull, key).toEqual([`/data/${key} wrong_type`])
  }
})

describe('the hash of the content', () => {
  test('is equal for equal content', () => {
    const one = judge(event('order.paid'))
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([k, v]) => [k, reversed(v)]),
            )
          : value
    expect(judge(reversed(event('order.paid')))).toBe(one)
    expect(judge(event('order.paid', { occurred_at: '2026-03-01T16:00:00.000+08:00' }, { gross: usd('100'), net: usd('91.0') }))).toBe(one)
    expect(judge(event('order.paid', {}, { fees: (data['order.paid'].fees as unknown[]).toReversed() }))).toBe(one)
    expect(judge(event('order.paid', { id: 'another' }))).toBe(one) // the id is what the hash is compared under
  })

  test('differs for any other content, also for an absent and a present field', () => {
    const variants: Json[] = wireTypes.flatMap((type) => {
      const base = event(type)
      return [
        base,
        { ...base, seller_id: 's-2' },
        { ...base, occurred_at: '2026-03-01T08:00:00.001Z' },
        ...Object.keys(data[type]).map((key) => ({ ...base, data: changed(data[type], key) })),
        ...Object.keys(data[type]).map((key) => ({ ...base, data: without(data[type], key) })),
      ]
    })
    variants.push(event('order.paid', {}, { fees: [{ kind: 'commission', amount: usd('9') }] }))
    variants.push(
      event(
        'order.paid',
        {},
        {
          fees: [
            { kind: 'commission', amount: usd('9') },
            { kind: 'escrow', amount: usd('0') },
          ],
        },
      ),
    )
    variants.push(event('order.held', {}, { note: '' }), event('seller.closed', {}, { reason: '' }))
    const hashes = variants.map(judge).filter((hash) => typeof hash === 'string')
    expect(hashes.length).toBeGreaterThan(70)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  /** The same field with another legal value. */
  function changed(of: Json, key: string): Json {
    const other: Json = {
      gross: usd('101.00'),
      net: usd('92.00'),
      margin: usd('4.56'),
      amount: usd('10.01'),
      reason: 'other',
      region: 'HK',
      email: 'b@yunfan.example',
      locale: 'en',
      time_zone: 'UTC',
    }
    const value = other[key] ?? (typeof of[key] === 'string' && of[key].startsWith('2026') ? '2026-07-01T00:00:00Z' : `${String(of[key])}x`)
    if (key === 'gross') return { ...of, gross: usd('101.00'), net: usd('92.00') }
    if (key === 'net') return { ...of, net: usd('90.00'), fees: [...(of.fees as unknown[]), { kind: 'affiliate', amount: usd('1.00') }] }
    return { ...of, [key]: value }
  }

  test('treats the hold `default`, null and absent alike, and differs for any other name', () => {
    for (const type of ['order.held', 'order.unheld'] as const) {
      const of = (hold?: string | null) => judge(event(type, {}, hold === undefined ? {} : { hold_id: hold }))
      expect(of('default')).toBe(of())
      expect(of(null)).toBe(of())
      expect(new Set([of(), of('court'), of('dispute')]).size).toBe(3)
      expect(parseEvent(event(type))).toMatchObject({ event: { holdId: 'default' } })
      expect(of('two words')).toEqual(['/data/hold_id invalid_id'])
    }
  })

  test('never changes: stored hashes are compared with these', () => {
    expect(Object.fromEntries(wireTypes.map((type) => [type, judge(event(type))]))).toMatchInlineSnapshot(`
      {
        "event.withdrawn": "99ff632dbac7e1d820335a51cf6300d5",
        "margin.released": "a6c63dade18d7c678e61fa8aa5dae578",
        "order.cancelled": "0023d1fb22c6673cb74902eeaee9faab",
        "order.confirmed": "332f8ddebf23ab3ac03bc6b909042ce0",
        "order.delivered": "20718c2cd9f6556626abbcf746bd7dc1",
        "order.held": "f89a5a27ec6757b15131e891e6aee592",
        "order.paid": "f69643c14097fb2eb269fee1be3a234d",
        "order.refunded": "6b7dbb0e1b816edb304092a1a3687a5c",
        "order.released": "2d8ea4352779d09845a2ff0551a8a08b",
        "order.shipped": "d2a3b09c601417895347e044676868c9",
        "order.unheld": "42ffc046132c319b6f15a2a4a3285430",
        "seller.closed": "4cebddcc1eb04a1ccc4a87d13f53d6f6",
        "seller.reopened": "df1c4a20d3627288a48886353988e042",
        "seller.upserted": "44a15510dfbec22fcdc1600111bcaf51",
      }
    `)
  })
})

test('for any input every fault has a sentence and nothing throws', () => {
  fc.assert(
    fc.property(fc.constantFrom(...wireTypes), fc.jsonValue(), fc.jsonValue(), fc.string(), (type, value, inner, key) => {
      for (const raw of [value, { type, data: value }, event(type, { [key]: inner }), event(type, {}, { [key]: inner })]) {
        const parsed = parseEvent(raw)
        if (!parsed.ok) for (const fault of parsed.faults) expect(faults[fault.code]).toBeDefined()
      }
    }),
    { numRuns: 2000 },
  )
})
