import 'server-only'

export { askRelease } from './ask-release.ts'
export { listRequests } from './list-requests.ts'
export { limits as proofLimits } from './proof.ts'
export { readAsking } from './read-asking.ts'
export { type LineRequest, readOrderRequests } from './read-order-requests.ts'
export { readProof } from './read-proof.ts'
export type { ReleaseRequest, RequestState } from './request.ts'
