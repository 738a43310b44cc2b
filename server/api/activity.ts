import { z } from 'zod'
import { listMovements } from '#server/activity/index.ts'
import { bucketCode, type Bucket } from '#server/ledger/index.ts'
import { minorDigits } from '#server/money/index.ts'
import { router, sellerProcedure } from './trpc.ts'

const version = z.int().min(1).max(2_147_483_647)
const buckets = Object.keys(bucketCode) as [Bucket, ...Bucket[]]

export const activityRouter = router({
  /** A page of one currency's movements, newest first. */
  list: sellerProcedure('money.read')
    .input(
      z.strictObject({
        currency: z.string().refine((code) => minorDigits(code) !== undefined),
        bucket: z.enum(buckets).nullable().default(null),
        place: z
          .union([z.strictObject({ before: version }), z.strictObject({ after: version })])
          .nullable()
          .default(null),
        limit: z.int().min(1).max(100).default(25),
      }),
    )
    .query(({ ctx, input }) => listMovements(ctx.scope, input)),
})
