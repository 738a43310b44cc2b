import { z } from 'zod'
import { setCookieLine } from '#server/people/index.ts'

/** What was typed into a form that was not accepted, and the name of the file that was the reason. */
const KeptForm = z.object({
  /** Which form it was, as the page and the form's own address name it. */
  form: z.string(),
  note: z.string(),
  /** Only the beginning of the note had room. */
  isCut: z.boolean(),
  file: z.string().nullable(),
})
export type KeptForm = z.infer<typeof KeptForm>

export const keptFormCookie = 'kept_form'

/** Minutes in which somebody has signed in again. */
const keptMinutes = 30
/** UTF-16 code units. A cookie has room for 4 KB, and one of Chinese takes four bytes in it. */
const longest = { note: 600, file: 100 }

/**
 * Keeps a form for the page that shows it again, in a cookie that no other page gets: so it outlives a session that has ended, and works
 * without script.
 * @param pathname of that page
 */
export function keepForm(pathname: string, { form, note, file }: Omit<KeptForm, 'isCut'>): string {
  const kept: KeptForm = {
    form,
    note: note.slice(0, longest.note),
    isCut: note.length > longest.note,
    file: file?.slice(0, longest.file) ?? null,
  }
  return setCookieLine(keptFormCookie, Buffer.from(JSON.stringify(kept)).toString('base64url'), keptMinutes * 60, pathname)
}

/** Forgets it: the form was accepted. */
export function forgetForm(pathname: string): string {
  return setCookieLine(keptFormCookie, '', 0, pathname)
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
