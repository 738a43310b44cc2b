import { expect, test } from '@playwright/test'

test('the portal says that every part of it works', async ({ request }) => {
  const answer = await request.get('/api/health')
  expect(answer.status()).toBe(200)
  expect(await answer.json()).toEqual({ status: 'ok', parts: { database: 'ok', migrations: 'ok', replication: 'ok', jobs: 'ok' } })
})

test('its figures are in the format of Prometheus and name no seller', async ({ request }) => {
  const answer = await request.get('/api/metrics')
  expect(answer.headers()['content-type']).toContain('text/plain; version=0.0.4')
  const text = await answer.text()
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  expect(text).toMatch(/^http_request_duration_seconds_count\{method="GET",area="api\/health",status="2xx"\} \d+$/m)
  expect(text).not.toMatch(/seller_|@|qingyu|晴屿/i)
})
