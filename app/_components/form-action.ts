import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { codeOfRefused } from '#server/api/page-answer.ts'
import { insidePath, pageHeader, paths } from '#server/platform/paths.ts'

/**
 * What a procedure answers to a form that a Server Action received. A person whose session has ended meanwhile is led to the sign-in, and by it back to the page of the
 * form; without script the browser would show an error instead.
 * @throws what else was refused, for the error page
 */
export async function orSignIn<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked
  } catch (error) {
    const code = codeOfRefused(error)
    if (code === 'not_signed_in') redirect(paths.signIn({ next: await pageOfForm(), error: 'ended' }))
    if (code === 'second_factor_needed') redirect(paths.secondFactor(await pageOfForm()))
    throw error
  }
}

/** The page that the form is on: a Server Action is posted to that page's own address. */
async function pageOfForm(): Promise<string> {
  return insidePath((await headers()).get(pageHeader))
}
