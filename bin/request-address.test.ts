import { expect, test } from 'vitest'
import { requestAddress } from './request-address.js'

test.each([
  ['/api/v1/events', '/api/v1/events'],
  ['/api/v1/events/', '/api/v1/events'],
  ['/api/v1/events///?status=parked', '/api/v1/events?status=parked'],
  ['/api/v1/', '/api/v1'],
  ['/api/v1?x=/', '/api/v1?x=/'],
  ['/api/v1/orders/%E4%B8%AD/', '/api/v1/orders/%E4%B8%AD'],
  ['/api/v1/sellers/a%2Fb/balances', '/api/v1/sellers/a%2Fb/balances'],
  ['/api/v10/events/', '/api/v10/events/'],
  ['/activity/', '/activity/'],
  ['/api/health/', '/api/health/'],
])('%s leads to %s', (url, address) => {
  expect(requestAddress(url)).toBe(address)
})

test.each([
  '/sellers/%/balances',
  '/orders/%ff',
  '/events/.',
  '/events/%2e',
  '/events/%2E%2e',
  '//events',
  '/sellers/../events',
  '/events\\',
  '/events/%23',
])('%s is not an address of the API', (path) => {
  expect(requestAddress(`/api/v1${path}`)).toBe('/api/v1/no-such-address')
})

test.each([
  ['/%FF', '/no-such-address'],
  ['/releases/%E0%A4%A?page=2', '/no-such-address'],
  ['/api/trpc/%', '/api/no-such-address'],
  ['/releases/%E4%B8%AD', '/releases/%E4%B8%AD'],
  ['/activity?text=%', '/activity?text=%'],
])('a path that can’t be decoded is not found: %s becomes %s', (url, address) => {
  expect(requestAddress(url)).toBe(address)
})
