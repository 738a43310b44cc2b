import { answerOf, type Answer, getRequest } from './caller.ts'
import * as api from '#server/marketplace/index.ts'

/** GET of any address of the OpenAPI document, through the function that its route calls. */
export function get(caller: { readonly key: string }, address: string): Promise<Answer> {
  const request = getRequest(caller, address)
  const [, place = '', name = '', part = ''] = new URL(request.url).pathname.replace('/api/v1', '').split('/')
  const routes: Record<string, () => Promise<Response>> = {
    sellers: () => (part === 'balances' ? api.getBalances(request, name) : api.getSeller(request, name)),
    orders: () => api.getOrder(request, name),
    events: () => (name ? api.getEvent(request, name) : api.listEvents(request)),
    reconciliation: () => api.getReconciliation(request, name),
    withdrawals: () => api.listWithdrawals(request),
    'openapi.json': () => api.getDocument(),
  }
  return answerOf((routes[place] ?? api.noSuchRoute)())
}
