import { z } from 'zod'
import { handOut } from '#server/files/index.ts'
import { chooseDocument, keepPage, readIdentity, saveDetails, submitIdentity } from '#server/identity/index.ts'
import { chooseInput, detailsInput, pageInput } from '#server/identity/schema.ts'
import { router, sellerProcedure } from './trpc.ts'

export const identityRouter = router({
  /** How far the store's owner has proven who they are; to the owner also what they typed, with the number masked. */
  read: sellerProcedure('identity.read').query(({ ctx }) => readIdentity(ctx.scope)),

  /** Begins, or chooses another document. */
  choose: sellerProcedure('identity.verify')
    .input(chooseInput)
    .mutation(({ ctx, input }) => chooseDocument(ctx.scope, input)),

  /** Checks what was typed of the document; what is wrong is answered for each field. */
  saveDetails: sellerProcedure('identity.verify')
    .input(detailsInput)
    .mutation(({ ctx, input }) => saveDetails(ctx.scope, input)),

  /** Keeps a picture of a page of the document. */
  keepPage: sellerProcedure('identity.verify')
    .input(pageInput)
    .mutation(({ ctx, input }) => keepPage(ctx.scope, input)),

  /** Hands the attempt to the reviewers. */
  submit: sellerProcedure('identity.verify')
    .input(z.strictObject({ declared: z.boolean() }))
    .mutation(({ ctx, input }) => submitIdentity(ctx.scope, input.declared)),

  /** A picture's type and bytes, for a link that downloads it. */
  picture: sellerProcedure('identity.verify')
    .input(z.strictObject({ id: z.uuid() }))
    .query(({ ctx, input }) => handOut(ctx.scope, 'identity_page', input.id)),
})
