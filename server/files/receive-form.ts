import { admitUpload } from './admit-upload.ts'
import { formParser, type ReceivedForm } from './form-parser.ts'
import { maxFormBytes, type Purpose } from './schema.ts'

/** Why the files of a form were not received. */
type NotReceived = 'too_large' | 'still_sending' | 'busy'

/** A form with files that a browser sends. Its body is read once: by `receive`, or by `skipFiles`. */
export type IncomingForm = {
  /** Text of a field, where it has arrived, else ''; whatever became of the files, it can be shown again. */
  readonly text: (name: string) => string
  /**
   * Receives the form, counted as it arrives, and works on the whole of it, one form at a time in this process.
   * @param by whose it is; of a person one is received at a time, of a store no more than its share
   * @param work gets null where the browser went away, or sent no form
   * @returns what `work` answers, or why it wasn't called
   */
  readonly receive: <Answer>(
    by: { readonly person: string; readonly store: number },
    work: (form: ReceivedForm | null) => Promise<Answer>,
  ) => Promise<Answer | NotReceived>
  /** Reads the text alone and throws the files away as they arrive, so that the sender hears the answer. Nothing where all was read. */
  readonly skipFiles: () => Promise<void>
}

/** Of a form that is refused no more than this is read. */
const maxSkippedBytes = 64 * 1024 * 1024

/** The form of a request; nothing is read yet. */
export function incomingForm(request: Request, purpose: Purpose): IncomingForm {
  const parser = formParser(request.headers.get('content-type') ?? '', purpose)
  const limit = maxFormBytes(purpose)
  const skipFiles = () => read(request, parser, () => false)
  return {
    text: (name) => parser.text.get(name) ?? '',
    skipFiles,
    receive: async (by, work) => {
      let total = 0
      const fits = (bytes: number) => (total += bytes) <= limit
      const outcome =
        Number(request.headers.get('content-length')) > limit
          ? 'too_large'
          : await admitUpload({
              ...by,
              read: (take) => read(request, parser, (bytes) => fits(bytes) && take(bytes)),
              drop: parser.dropFiles,
              work: async () => (total > limit ? 'too_large' : work(parser.form())),
            })
      await skipFiles()
      return outcome
    },
  }
}

/** Hands a body to the parser piece by piece. Once `take` says no, the files are thrown away. */
async function read(request: Request, parser: ReturnType<typeof formParser>, take: (bytes: number) => boolean): Promise<void> {
  if (!request.body || request.bodyUsed) return
  const reader = request.body.getReader()
  try {
    let total = 0
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      total += next.value.length
      if (total > maxSkippedBytes) return await reader.cancel()
      if (!take(next.value.length)) parser.dropFiles()
      await parser.write(next.value)
    }
    await parser.end()
  } catch {
    // The browser went away: there is no whole form.
  }
}
