import { useTranslations } from 'next-intl'
import type { ShownAttempt } from '#server/identity/index.ts'
import { Notice } from '../../../../../_ui/panel.tsx'
import { storeCode } from '../../../_components/page-store.ts'
import { submitAction } from './actions.ts'
import { DeclareForm } from './declare-form.tsx'
import { Summary } from './summary.tsx'

/** What is about to be sent, and the declaration that goes with it. */
export function SubmitStep({ attempt }: { attempt: ShownAttempt }) {
  const t = useTranslations('identity')
  const { cannotSubmit, warnings } = attempt
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Summary attempt={attempt} />
      {warnings.map(({ field, code }) => (
        <Notice key={`${field} ${code}`} title={t(`warnings.${code}`)} />
      ))}
      {cannotSubmit ? (
        <Notice kind="bad" title={t(`problems.${cannotSubmit}`)} />
      ) : (
        <DeclareForm
          action={submitAction.bind(null, storeCode())}
          words={{ declare: t('confirm.declare'), purpose: t('confirm.purpose', { days: attempt.keptDays }), submit: t('confirm.submit') }}
        />
      )}
    </div>
  )
}
