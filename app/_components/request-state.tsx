import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { RequestState as Request } from '#server/requests/index.ts'
import { classes } from '../_ui/classes.ts'
import { dateText } from '#server/format/date.ts'

const looks = { open: 'bg-sunken text-ink', granted: 'bg-available/15 text-good', declined: 'bg-bad-wash text-bad' }

/** How a request stands, in a word. */
export function RequestState({ decision }: Pick<Request, 'decision'>) {
  const t = useTranslations('requests.states')
  const state = decision ?? 'open'
  return <span className={classes('rounded-small px-2 py-0.5 text-small font-semibold', looks[state])}>{t(state)}</span>
}

/** The answer to a request with its reason, what staff wrote beside it (`children`), and when; nothing before there is one. */
export function RequestAnswer({ request, zone, children }: { request: Request; zone: string; children?: ReactNode }) {
  const [t, locale] = [useTranslations('requests'), useLocale()]
  const { decision, reason, decidedAt } = request
  if (decision === null || decidedAt === null) return null
  return (
    <div className="grid gap-1 border-s-2 border-line ps-3">
      <p>{reason === null ? t('grantedText') : t(`declined.${reason}`)}</p>
      {children}
      <p className="text-small text-faint">{t('decidedAt', { at: dateText(decidedAt, locale, zone, 'day-and-time') })}</p>
    </div>
  )
}
