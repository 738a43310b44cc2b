import { getDocument, methods } from '#server/marketplace/index.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getDocument })
