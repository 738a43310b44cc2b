import 'server-only'

export { balances, balancesAt } from './balances.ts'
export { type Amounts, amountsOf, type Balances, type Book, type Bucket, bucketCode, emptyBook, total } from './book.ts'
export { carryOut, movementCode, movementRoutes, type MovementKind, type Move, type Posting } from './movement.ts'
export type { Break } from './break.ts'
export { post } from './post.ts'
export { booksOf } from './store.ts'
export { verify } from './verify.ts'
