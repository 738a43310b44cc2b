import { z } from 'zod'
import { inviteMember, readTeam, sendMemberInvitationAgain, withdrawMemberInvitation } from '#server/people/index.ts'
import { Email, InviteRole } from '#server/people/schema.ts'
import { freshMemberProcedure, memberProcedure, router } from './trpc.ts'

const One = z.strictObject({ id: z.uuid() })

/** Who has access to a store: the part of the people's router that its owner uses. */
export const teamRouter = router({
  team: memberProcedure('team.manage').query(({ ctx }) => readTeam(ctx.scope)),
  withdrawInvitation: memberProcedure('team.manage')
    .input(One)
    .mutation(({ ctx, input }) => withdrawMemberInvitation(ctx.session, ctx.scope, input.id)),
  inviteMember: freshMemberProcedure('team.manage')
    .input(z.strictObject({ email: Email, role: InviteRole }))
    .mutation(({ ctx, input }) => inviteMember(ctx.session, ctx.scope, input)),
  sendInvitationAgain: freshMemberProcedure('team.manage')
    .input(One)
    .mutation(({ ctx, input }) => sendMemberInvitationAgain(ctx.session, ctx.scope, input.id)),
})
