import type { Instrumentation } from 'next'

/** Next calls this once, when the server starts: before the first request, not during the build. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { brandAtStart } = await import('#app/_ui/brand-at-start.ts')
  brandAtStart()
  const [{ begin }, { demoJobs }] = await Promise.all([import('#server/jobs/begin.ts'), import('#demo/jobs.ts')])
  await begin(demoJobs)
}

/** Next calls this for what a page or a route threw: it goes to the log under the number that the reader is shown. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { logBug } = await import('#server/platform/trace.ts')
  const { digest } = error as { digest?: string }
  logBug(error, digest ?? '', routePath)
}
