import 'server-only'

export { type Content, hashOf } from './content.ts'
export { endProposal } from './end-proposal.ts'
export { type EndReason, type OverReason, type Proposal, type SecondPersonReason, whyNotSecondPerson, whyOver } from './proposal.ts'
export { propose } from './propose.ts'
export { proposalsOf } from './store.ts'
export { unexpiredProposals } from './statements.ts'
