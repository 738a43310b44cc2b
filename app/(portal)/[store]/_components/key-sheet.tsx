import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { Choice } from '../../../_ui/choice.tsx'
import { keysCookie } from '../../../_ui/locale.ts'
import { chooseKeysAction } from '../../../_components/choices.ts'

const rows = [
  { keys: ['g', 'o'], does: 'overview' },
  { keys: ['g', 'r'], does: 'releases' },
  { keys: ['g', 'a'], does: 'activity' },
  { keys: ['g', 'c'], does: 'calendar' },
  { keys: ['g', 'w'], does: 'why' },
  { keys: ['g', 'h'], does: 'help' },
  { keys: ['g', 's'], does: 'settings' },
  { keys: ['/'], does: 'search' },
  { keys: ['?'], does: 'sheet' },
] as const

/** Whether the person has left the shortcuts on: who speaks to the browser may not want them (WCAG 2.1.4). */
export async function keysAreOn(): Promise<boolean> {
  return (await cookies()).get(keysCookie)?.value !== 'off'
}

/** What each key does, and the way to turn them off. */
export async function KeySheet() {
  const [t, on] = await Promise.all([getTranslations('shell.keys'), keysAreOn()])
  const options = (['on', 'off'] as const).map((value) => ({ value, label: t(value) }))
  return (
    <div className="grid gap-4">
      <h2 className="text-body">{t('title')}</h2>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
        {rows.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex items-baseline gap-1.5">
              {keys.map((key, at) => (
                <span key={key} className="flex items-baseline gap-1.5">
                  {at > 0 ? <span className="text-small text-faint">{t('then')}</span> : null}
                  <kbd translate="no" className="min-w-6 rounded-small border border-edge bg-raised px-1.5 text-center text-small">
                    {key}
                  </kbd>
                </span>
              ))}
            </dt>
            <dd>{t(does)}</dd>
          </div>
        ))}
      </dl>
      <Choice label={t('state')} name="keys" value={on ? 'on' : 'off'} options={options} action={chooseKeysAction} />
    </div>
  )
}
