import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { codeOfRefused } from '#server/api/page-answer.ts'
import { insidePath, paths } from '#server/platform/paths.ts'

/**
 * What a procedure answers to a form. A person whose session has ended meanwhile is led to the sign-in, and by it back to the page of the
 * form; without script the browser would show an error instead.
 * @throws what else was refused, for the error page
 */
export async function orSignIn<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked
  } catch (error) {
    const code = codeOfRefused(error)
    if (code === 'not_signed_in') redirect(paths.signIn({ next: await formPage(), error: 'ended' }))
    if (code === 'second_factor_needed') redirect(paths.secondFactor(await formPage()))
    throw error
  }
}

/** The page that a form was sent from, as the browser says; our referrer policy lets it. */
async function formPage(): Promise<string> {
  const referer = (await headers()).get('referer')
  if (!referer || !URL.canParse(referer)) return paths.home()
  const { pathname, search } = new URL(referer)
  return insidePath(pathname + search)
}
