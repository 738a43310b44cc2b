import { useTranslations } from 'next-intl'
import { classes } from '../../../../_ui/classes.ts'

const looks = { granted: 'bg-available/15 text-good', declined: 'bg-bad-wash text-bad' }

/** How a request was decided, in a word. */
export function DecisionState({ decision }: { decision: keyof typeof looks }) {
  const t = useTranslations('staff.requests.states')
  return <span className={classes('rounded-small px-2 py-0.5 text-small font-semibold', looks[decision])}>{t(decision)}</span>
}
