import { z } from 'zod'
import {
  askStoreProof,
  changeRole,
  inviteMember,
  readFreeze,
  readTeam,
  removeMember,
  sendMemberInvitationAgain,
  withdrawMemberInvitation,
} from '#server/people/index.ts'
import { storeActs } from '#server/people/schema.ts'
import { StoreActInput, Proof } from './proof.ts'
import { memberProcedure, router } from './trpc.ts'

const One = z.strictObject({ id: z.uuid() })
const manage = memberProcedure('team.manage')

/** Procedures for a store's members and invitations. */
export const teamRouter = router({
  team: manage.query(({ ctx }) => readTeam(ctx.scope)),
  withdrawInvitation: manage.input(One).mutation(({ ctx, input }) => withdrawMemberInvitation(ctx.scope, input.id)),
  sendInvitationAgain: manage.input(One).mutation(({ ctx, input }) => sendMemberInvitationAgain(ctx.scope, input.id)),

  // ---- with a proof of this act
  askStoreProof: manage.input(StoreActInput).mutation(({ ctx, input }) => askStoreProof(ctx.session, ctx.scope, input)),
  inviteMember: manage
    .input(storeActs['member.invite'].extend({ proof: Proof }))
    .mutation(({ ctx, input }) => inviteMember(ctx.session, ctx.scope, input)),
  changeRole: manage
    .input(storeActs['member.role'].extend({ proof: Proof }))
    .mutation(({ ctx, input }) => changeRole(ctx.session, ctx.scope, input)),
  removeMember: manage
    .input(storeActs['member.remove'].extend({ proof: Proof }))
    .mutation(({ ctx, input }) => removeMember(ctx.session, ctx.scope, input)),

  /** When the store's money was frozen, because a member undid a change that was not theirs; null where it is not. */
  freeze: memberProcedure('money.read').query(({ ctx }) => readFreeze(ctx.scope)),
})
