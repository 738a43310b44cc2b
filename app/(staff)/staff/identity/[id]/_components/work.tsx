import { useLocale, useTranslations } from 'next-intl'
import { dateText } from '#server/format/date.ts'
import type { Case } from '#server/identity/index.ts'
import { fieldReasons, pageReasons, pagesOf, reviewedFields, takenMinutes } from '#server/identity/schema.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { Verbatim, verbatim } from '../../../../../_ui/verbatim.tsx'
import { decideAction, takeAction } from './actions.ts'
import { DecideForm } from './decide-form.tsx'

/** What the reader can do with the case, or why not; how it was decided. */
export function Work({ found, zone }: { found: Case; zone: string }) {
  const t = useTranslations('identity.staff')
  const { can, holder, state } = found
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-large border border-line bg-raised px-4 py-4">
      <h2 className="text-body">{t(holder === 'reader' || state !== 'submitted' ? 'decide.title' : 'take.title')}</h2>
      {state === 'submitted' ? null : <Decided found={found} zone={zone} />}
      {state === 'submitted' && !can.take.ok ? (
        <p className="rounded-small bg-sunken px-3 py-2 text-small">{t(`problems.${can.take.reason}`)}</p>
      ) : null}
      {can.take.ok ? <Take found={found} zone={zone} /> : null}
      {can.decide.ok ? <Decide found={found} /> : null}
    </section>
  )
}

function Decided({ found: { state, decidedAt, decidedName, remark, asOf }, zone }: { found: Case; zone: string }) {
  const [t, locale] = [useTranslations('identity.staff'), useLocale()]
  return (
    <div className="grid gap-1 text-small">
      <p className="font-semibold">{t(`states.${state}`)}</p>
      <p className="text-soft">
        {t.rich('one.decided', { name: verbatim(decidedName ?? ''), at: dateText(decidedAt ?? asOf, locale, zone, 'day-and-time', asOf) })}
      </p>
      {remark === null ? null : (
        <p>
          {t('one.remark')}：<Verbatim>{remark}</Verbatim>
        </p>
      )}
    </div>
  )
}

function Take({ found: { id, holder, takenUntil, asOf }, zone }: { found: Case; zone: string }) {
  const [t, locale] = [useTranslations('identity.staff.take'), useLocale()]
  const mine = holder === 'reader' && takenUntil !== null
  return (
    <form action={takeAction.bind(null, id)} className="grid gap-3">
      <p className="text-small text-soft">
        {mine ? t('until', { at: dateText(takenUntil, locale, zone, 'time', asOf) }) : t('text', { minutes: takenMinutes })}
      </p>
      <Button type="submit" kind={mine ? 'quiet' : 'primary'} className="justify-self-start">
        {t(mine ? 'again' : 'submit')}
      </Button>
    </form>
  )
}

function Decide({ found: { id, typed, type } }: { found: Case }) {
  const t = useTranslations('identity')
  const fields = reviewedFields
    .filter((field) => typed[field] !== '')
    .map((field) => ({
      name: `field ${field}`,
      label: t(`fields.${field}`),
      right: t('staff.decide.ok'),
      reasons: fieldReasons.map((reason) => ({ reason, text: t(`reasons.${reason}`) })),
    }))
  const pictures = pagesOf[type].map((page) => ({
    name: `page ${page}`,
    label: t(`pages.${page}`),
    right: t('staff.decide.clear'),
    reasons: pageReasons.map((reason) => ({ reason, text: t(`reasons.${reason}`) })),
  }))
  const words = {
    hint: t('staff.decide.hint'),
    choice: t('staff.decide.choice'),
    approved: t('staff.decide.approved'),
    approvedHint: t('staff.decide.approvedHint'),
    sent_back: t('staff.decide.sent_back'),
    sentBackHint: t('staff.decide.sentBackHint'),
    remark: t('staff.decide.remark'),
    submit: t('staff.decide.submit'),
  }
  return <DecideForm action={decideAction.bind(null, id)} items={[...fields, ...pictures]} words={words} />
}
