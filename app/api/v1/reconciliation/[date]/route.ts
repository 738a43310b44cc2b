import { getReconciliation, methods } from '#server/marketplace/index.ts'

type Context = { params: Promise<{ date: string }> }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Context>({
  GET: async (request, { params }) => getReconciliation(request, (await params).date),
})
