import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { ShownAttempt } from '#server/identity/index.ts'
import { Link } from '../../../../../_ui/link.tsx'
import { Icon } from '../../../../../_ui/icons.tsx'
import { classes } from '../../../../../_ui/classes.ts'
import { pages } from '../../../_components/page-store.ts'
import { DetailsStep } from './details-step.tsx'
import { DocumentStep } from './document-step.tsx'
import { PicturesStep } from './pictures-step.tsx'
import { SubmitStep } from './submit-step.tsx'

const steps = ['document', 'details', 'pictures', 'submit'] as const
type StepName = (typeof steps)[number]
type Search = Readonly<Record<string, string | string[] | undefined>>

/** Whether what a step asks for is there, and nobody has refused it. */
function isDone(step: StepName, attempt: ShownAttempt | null): boolean {
  if (!attempt) return false
  if (step === 'document') return true
  if (step === 'details') return attempt.typed !== null && Object.keys(attempt.reasons?.fields ?? {}).length === 0
  return step === 'pictures' && attempt.missing.length === 0 && Object.keys(attempt.reasons?.pages ?? {}).length === 0
}

/** The step to show: the one that was asked for, if the ones before it are done; else the first that isn't. */
export function stepOf(attempt: ShownAttempt | null, asked: Search[string]): StepName {
  const next = steps.findIndex((step) => !isDone(step, attempt))
  const wanted = steps.findIndex((step) => step === asked)
  return steps[wanted >= 0 && wanted <= next ? wanted : next] ?? 'submit'
}

/** The four steps, the present one open. Each is kept by itself, so that it goes on where it ended, on another device too. */
export function Steps({ attempt, current, search }: { attempt: ShownAttempt | null; current: StepName; search: Search }) {
  const t = useTranslations('identity.steps')
  const content: Record<StepName, ReactNode> = {
    document: <DocumentStep attempt={attempt} />,
    details: attempt ? <DetailsStep attempt={attempt} /> : null,
    pictures: attempt ? <PicturesStep attempt={attempt} isDone={isDone('pictures', attempt)} search={search} /> : null,
    submit: attempt ? <SubmitStep attempt={attempt} /> : null,
  }
  return (
    <ol aria-label={t('label')} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {steps.map((step, at) => {
        const [here, done] = [step === current, isDone(step, attempt)]
        return (
          <li
            key={step}
            aria-current={here ? 'step' : undefined}
            className={classes(
              'grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-large border px-4 py-3',
              here ? 'border-edge bg-raised' : 'border-line',
            )}
          >
            <span
              aria-hidden="true"
              className={classes(
                'figures grid size-7 place-items-center rounded-full text-small font-semibold',
                done ? 'bg-available/15 text-good' : here ? 'bg-accent text-on-accent' : 'bg-sunken text-soft',
              )}
            >
              {done ? <Icon name="check" className="size-4" /> : at + 1}
            </span>
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
              <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4">
                <h2 className={classes('text-body', here ? 'font-semibold' : 'text-soft')}>{t(step)}</h2>
                {done && !here ? (
                  <Link
                    href={pages().identity({ step })}
                    className="inline-flex min-h-7 items-center text-small text-accent underline underline-offset-4"
                  >
                    {t('change')} <span className="sr-only">{t(step)}</span>
                  </Link>
                ) : null}
              </div>
              {here ? content[step] : null}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
