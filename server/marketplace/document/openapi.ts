import { z } from 'zod'
import { env } from '#server/platform/env.ts'
import { type Fault, type ProblemCode, problems, ApiProblem } from '../errors.ts'
import { problemOf } from '../problem.ts'
import { defaultRequestsPerMinute } from '../gate/limit.ts'
import * as answersOf from '../reads/schema.ts'
import { EventBatch } from '../schema.ts'
import { signed } from './examples.ts'
import { guide } from './guide.ts'
import { operations } from './operations.ts'

const roots = [
  EventBatch,
  answersOf.EventResults,
  answersOf.EventState,
  answersOf.EventList,
  answersOf.Seller,
  answersOf.Balances,
  answersOf.Order,
  answersOf.Reconciliation,
  answersOf.WithdrawalList,
  answersOf.Problem,
]

/** Every named schema, generated from the schemas that parse the events. */
function schemas(): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const root of roots) {
    const {
      $defs,
      $ref,
      $schema: _,
      ...rest
    } = JSON.parse(
      JSON.stringify(z.toJSONSchema(root, { io: 'input', unrepresentable: 'throw' })).replaceAll('#/$defs/', '#/components/schemas/'),
    )
    Object.assign(found, $defs)
    if (!$ref) found[root.meta()?.id ?? ''] = rest
  }
  for (const one of Object.values(found) as { id?: unknown }[]) delete one.id
  const event = found.Event as { oneOf: { $ref: string }[]; discriminator?: unknown }
  event.discriminator = { propertyName: 'type', mapping: mappingOf(event.oneOf, found) }
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function mappingOf(refs: readonly { $ref: string }[], found: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    refs.map(({ $ref }) => {
      const schema = found[$ref.split('/').at(-1) ?? ''] as { properties: { type: { const: string } } }
      return [schema.properties.type.const, $ref]
    }),
  )
}

const errors: Partial<Record<ProblemCode, readonly Fault[]>> = {
  invalid_request: [{ pointer: '/dry_run', code: 'unknown_field' }],
}
const details: Partial<Record<ProblemCode, string>> = {
  not_authenticated: 'The key is unknown or revoked.',
  out_of_scope: 'The key lacks the scope events:write.',
  rate_limited: `The key may make ${defaultRequestsPerMinute} requests a minute.`,
  invalid_signature: 'webhook-timestamp is more than 300 seconds in the past.',
  invalid_request: 'The body must have no field but `events`.',
}

/** One response for each status, with an example of each of its codes. */
function responses(): Record<string, unknown> {
  const all = Object.keys(problems) as ProblemCode[]
  const statuses = [...new Set(all.map((code) => problems[code].status))]
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = all.filter((code) => problems[code].status === status)
      const response = {
        description: codes.map((code) => `${problems[code].title} (\`${code}\`)`).join('; '),
        headers: {
          'X-Trace-Id': { $ref: '#/components/headers/X-Trace-Id' },
          ...(status === 429 || status === 503 ? { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } : {}),
        },
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
          },
        },
      }
      return [status, response]
    }),
  )
}

function exampleOf(code: ProblemCode) {
  const more = errors[code] ? { errors: errors[code] } : {}
  return problemOf(new ApiProblem(code, details[code] ?? `${problems[code].title}.`, more), '4f2d9a7c01b6e853')
}

const text = { type: 'string' }
const signature = (name: string, description: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: text,
  example,
})

const parameters = {
  'webhook-id': signature('webhook-id', 'Any text, different for each request.', signed.id),
  'webhook-timestamp': signature('webhook-timestamp', 'Seconds since 1970, at most five minutes in the past or future.', signed.timestamp),
  'webhook-signature': signature('webhook-signature', '`v1,<base64>`; several are separated by a space.', signed.signature),
}

const headers = {
  'RateLimit-Policy': {
    description: 'The quota: `q` requests in `w` seconds.',
    schema: text,
    example: `"requests";q=${defaultRequestsPerMinute};w=60`,
  },
  RateLimit: {
    description: 'What is left: `r` requests in the next `t` seconds.',
    schema: text,
    example: `"requests";r=${defaultRequestsPerMinute - 10};t=42`,
  },
  'Retry-After': { description: 'Seconds to wait before sending it again.', schema: { type: 'integer' }, example: 1 },
  'X-Trace-Id': {
    description: 'Names the request in the portal’s log; also `trace_id` of a problem.',
    schema: text,
    example: '4f2d9a7c01b6e853',
  },
}

/** The OpenAPI 3.1 document of this API, generated from the schemas that parse requests. */
export function openapi(origin = env().PORTAL_URL) {
  const url = `${origin.replace(/\/$/, '')}/api/v1`
  return {
    openapi: '3.1.1',
    info: {
      title: 'Seller funds portal: marketplace API',
      version: '1',
      summary: 'Post order events, read balances.',
      description: guide,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    security: [{ key: [] }],
    tags: [
      { name: 'Events', description: 'Order and seller events.' },
      { name: 'Sellers', description: 'Sellers and their balances.' },
      { name: 'Orders', description: 'Orders and the status of their lines.' },
      { name: 'Reconciliation', description: 'A day’s totals, to compare with your own.' },
      { name: 'Withdrawals', description: 'Payouts to sellers.' },
      { name: 'Document', description: 'This document.' },
    ],
    paths: operations(url),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The marketplace’s key.' } },
      schemas: schemas(),
      responses: responses(),
      parameters,
      headers,
    },
  }
}
