import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '#server/api/router.ts'
import { apiPaths } from '#server/platform/paths.ts'

/** The procedures as a browser calls them, each by a request of its own. Loaded with the first call (call.ts). */
export const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: apiPaths.procedures(), transformer: superjson })] })
