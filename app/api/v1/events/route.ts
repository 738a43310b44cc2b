import { listEvents, methods, receiveEvents } from '#server/marketplace/index.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listEvents, POST: receiveEvents })
