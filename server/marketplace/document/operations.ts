import { defaultLimit, maxLimit } from '../reads/page.ts'
import { type ProblemCode, problems } from '../errors.ts'
import { answers, batch, story } from './examples.ts'
import { samples } from './samples.ts'

// The paths of the document. Schemas are named here and made by openapi.ts.

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const value = (one: unknown, summary: string) => ({ summary, value: one })

const announced = {
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimit-Policy' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'X-Trace-Id': { $ref: '#/components/headers/X-Trace-Id' },
}

const ok = (schema: string, description: string, examples: Record<string, unknown>) => ({
  description,
  headers: announced,
  content: { 'application/json': { schema: ref(schema), examples } },
})

/** Problems that every operation may answer; only the demo answers `misdirected`. */
const anywhere = ['not_authenticated', 'out_of_scope', 'misdirected', 'rate_limited', 'internal_error', 'unavailable'] as const

/** The problems that an operation may answer, by status. */
function refusals(codes: readonly ProblemCode[]) {
  const statuses = [...new Set([...codes, ...anywhere])]
  return Object.fromEntries(statuses.map((code) => [problems[code].status, { $ref: `#/components/responses/${problems[code].status}` }]))
}

const inPath = (name: string, description: string, schema: unknown, example: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
  example,
})
const inQuery = (name: string, description: string, schema: unknown) => ({ name, in: 'query', required: false, description, schema })
const day = { type: 'string', format: 'date' }

const page = [
  inQuery('limit', 'How many at most.', { type: 'integer', minimum: 1, maximum: maxLimit, default: defaultLimit }),
  inQuery('starting_after', 'The last `id` of the page before.', ref('Id')),
]

const list = (data: unknown) => ({ object: 'list', data, has_more: false })

const eventExamples = Object.fromEntries(story.map((event) => [event.type, value({ events: [event] }, event.type)]))

const postEvents = {
  operationId: 'postEvents',
  tags: ['Events'],
  summary: 'Post events',
  description:
    'Up to 1,000 events, judged one by one in array order. An invalid event does not affect the others: a batch with invalid events answers 200 with ' +
    'the result of each.',
  security: [{ key: [] }],
  parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({ $ref: `#/components/parameters/${name}` })),
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: ref('EventBatch'),
        examples: { batch: value(batch.request, 'Five events, four outcomes'), ...eventExamples },
      },
    },
  },
  responses: {
    200: ok('EventResults', 'Every event was processed.', { batch: value(batch.answer, 'Five events, four outcomes') }),
    ...refusals(['malformed_json', 'body_timeout', 'too_large', 'unsupported_encoding', 'invalid_request']),
  },
}

const reads = {
  '/events': {
    get: {
      operationId: 'listEvents',
      tags: ['Events'],
      summary: 'List parked or rejected events',
      description: '`parked`: events that wait for another one. `rejected`: parked events that could not be booked after all.',
      parameters: [
        { ...inQuery('status', 'Which events to list.', { type: 'string', enum: ['parked', 'rejected'] }), required: true },
        ...page,
      ],
      responses: {
        200: ok('EventList', 'A page.', { parked: value(list([answers.parked]), 'One parked event') }),
        ...refusals(['invalid_request']),
      },
    },
  },
  '/events/{id}': {
    get: {
      operationId: 'getEvent',
      tags: ['Events'],
      summary: 'Get an event’s status',
      parameters: [inPath('id', 'The event’s own id.', ref('Id'), 'pay-1001-1')],
      responses: {
        200: ok('EventState', 'The event was booked, is parked, or was rejected.', {
          posted: value(answers.posted, 'Booked'),
          parked: value(answers.parked, 'Parked'),
        }),
        ...refusals(['not_found', 'invalid_request']),
      },
    },
  },
  '/sellers/{seller_id}': {
    get: {
      operationId: 'getSeller',
      tags: ['Sellers'],
      summary: 'Get a seller',
      description: 'The data of the newest `seller.upserted`, that event’s id, and the account’s status.',
      parameters: [inPath('seller_id', 'Your id of the seller.', ref('Id'), 'yunfan')],
      responses: {
        200: ok('Seller', 'The seller.', { seller: value(answers.seller, 'A seller') }),
        ...refusals(['not_found', 'invalid_request']),
      },
    },
  },
  '/sellers/{seller_id}/balances': {
    get: {
      operationId: 'getBalances',
      tags: ['Sellers'],
      summary: 'Get a seller’s balances',
      parameters: [
        inPath('seller_id', 'Your id of the seller.', ref('Id'), 'yunfan'),
        inQuery(
          'at',
          'The end of this day in the seller’s zone (Asia/Shanghai where none was given), by the time of booking. Now, if absent.',
          day,
        ),
      ],
      responses: {
        200: ok('Balances', 'Every bucket.', { now: value(answers.balances, 'Now') }),
        ...refusals(['not_found', 'invalid_request']),
      },
    },
  },
  '/orders/{order_id}': {
    get: {
      operationId: 'getOrder',
      tags: ['Orders'],
      summary: 'Get an order with its lines',
      description: 'Its lines, at most 1,000 at a time.',
      parameters: [
        inPath('order_id', 'Your id of the order.', ref('Id'), '1001'),
        inQuery('starting_after', 'The last `line_id` of the page before.', ref('Id')),
      ],
      responses: {
        200: ok('Order', 'The lines that were paid.', { order: value(answers.order, 'A released line') }),
        ...refusals(['not_found', 'invalid_request']),
      },
    },
  },
  '/reconciliation/{date}': {
    get: {
      operationId: 'getReconciliation',
      tags: ['Reconciliation'],
      summary: 'Get a day’s totals',
      description: 'By the time of booking, in the marketplace’s zone: opening + the sums of all types = closing.',
      parameters: [inPath('date', 'YYYY-MM-DD', day, '2026-03-01')],
      responses: {
        200: ok('Reconciliation', 'The day.', { day: value(answers.reconciliation, 'A first day') }),
        ...refusals(['invalid_request']),
      },
    },
  },
  '/withdrawals': {
    get: {
      operationId: 'listWithdrawals',
      tags: ['Withdrawals'],
      summary: 'List withdrawals',
      description: 'Empty: sellers can’t withdraw yet.',
      parameters: page,
      responses: { 200: ok('WithdrawalList', 'A page.', { none: value(list([]), 'None yet') }), ...refusals(['invalid_request']) },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'getDocument',
      tags: ['Document'],
      summary: 'This document',
      security: [],
      responses: {
        200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
        ...Object.fromEntries(['405', '500', '503'].map((status) => [status, { $ref: `#/components/responses/${status}` }])),
      },
    },
  },
}

/** The paths, for a document whose API is at `url`. */
export function operations(url: string) {
  return { ...reads, '/events': { post: { ...postEvents, 'x-codeSamples': samples(url) }, ...reads['/events'] } }
}
