import type { z } from 'zod'
import { answerReader } from '../gate/answer-reader.ts'
import { limitOf, parametersOf } from './page.ts'
import type { WithdrawalList } from './schema.ts'

/** GET /withdrawals: sellers can't withdraw yet, so the list is empty. */
export function listWithdrawals(request: Request): Promise<Response> {
  return answerReader('GET /withdrawals', request, async () => {
    limitOf(parametersOf(request, ['limit', 'starting_after']).limit)
    return { object: 'list', data: [], has_more: false } satisfies z.infer<typeof WithdrawalList>
  })
}
