import 'server-only'

export { askRelease } from './ask-release.ts'
export { listRequests } from './list-requests.ts'
export { limits as proofLimits } from './proof.ts'
export { readAsking } from './read-asking.ts'
export { readProof } from './read-proof.ts'
export type { ReleaseRequest } from './request.ts'
