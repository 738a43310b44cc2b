import 'server-only'

export { type Content, hashOf } from './content.ts'
export { endProposal } from './end-proposal.ts'
export { type Proposal, transition, type WhyNot } from './proposal.ts'
export { propose } from './propose.ts'
export { lockProposal, proposalsOf } from './store.ts'
export { liveIn } from './statements.ts'
