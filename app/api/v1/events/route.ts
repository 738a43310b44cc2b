import { methods, receiveEvents } from '#server/marketplace/index.ts'

export const { GET, POST, PUT, PATCH, DELETE } = methods({ POST: receiveEvents })
