import { z } from 'zod'
import { env } from '#server/platform/env.ts'

/** What was typed into a form that was not accepted, and the name of the file that was the reason. */
const KeptForm = z.object({
  /** Which form it was, as the page and the form's own address name it. */
  form: z.string(),
  note: z.string(),
  file: z.string().nullable(),
})
export type KeptForm = z.infer<typeof KeptForm>

export const keptFormCookie = 'kept_form'

/** Minutes in which somebody has signed in again. */
const keptMinutes = 30
/** Characters. A cookie has room for 4 KB, and one of Chinese takes four bytes in it. */
const longest = { note: 600, file: 100 }

/**
 * Keeps a form for the page that shows it again, in a cookie that no other page gets: so it outlives a session that has ended, and works
 * without script.
 * @param pathname of that page
 */
export function keepForm(pathname: string, { form, note, file }: KeptForm): string {
  const kept = { form, note: note.slice(0, longest.note), file: file?.slice(0, longest.file) ?? null }
  return cookieLine(pathname, Buffer.from(JSON.stringify(kept)).toString('base64url'), keptMinutes * 60)
}

/** Forgets it: the form was accepted. */
export function forgetForm(pathname: string): string {
  return cookieLine(pathname, '', 0)
}

/** The form that the cookie keeps, where it is this one; null where there is none. */
export function keptForm(cookie: string | undefined, form: string): KeptForm | null {
  try {
    const kept = KeptForm.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()))
    return kept.form === form ? kept : null
  } catch {
    return null
  }
}

function cookieLine(pathname: string, value: string, seconds: number): string {
  const secure = env().PORTAL_URL.startsWith('https://') ? '; Secure' : ''
  return `${keptFormCookie}=${value}; Path=${pathname}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}
