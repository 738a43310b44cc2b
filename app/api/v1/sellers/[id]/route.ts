import { getSeller, methods } from '#server/marketplace/index.ts'

type Context = { params: Promise<{ id: string }> }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Context>({
  GET: async (request, { params }) => getSeller(request, (await params).id),
})
