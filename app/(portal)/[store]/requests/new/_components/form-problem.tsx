import { useTranslations } from 'next-intl'
import { Notice } from '../../../../../_ui/panel.tsx'
import { verbatim } from '../../../../../_ui/verbatim.tsx'
import { type GeneralProblem, isOwn, type OwnProblem } from './problem.ts'

/** Why the form came back, because of which file, and that files must be chosen again: no browser keeps them. */
export function FormProblem({ problem, file }: { problem: OwnProblem | GeneralProblem; file: string | null }) {
  const [t, errors] = [useTranslations('requests'), useTranslations('errors')]
  return (
    <Notice kind="bad" title={isOwn(problem) ? t(`problems.${problem}`) : errors(problem)}>
      {file === null ? null : <>{t.rich('new.badFile', { file: verbatim(file) })} </>}
      {t('new.chooseAgain')}
    </Notice>
  )
}
