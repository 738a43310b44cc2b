/** Next calls this once, when the server starts: before the first request, not during the build. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { begin } = await import('#server/jobs/begin.ts')
  await begin()
}
