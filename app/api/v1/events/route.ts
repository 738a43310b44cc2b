import { listEvents, methods, receiveEvents } from '#server/marketplace/index.ts'

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: listEvents, POST: receiveEvents })
