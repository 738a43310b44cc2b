import { useTranslations } from 'next-intl'
import type { KeptForm } from '#server/api/kept-form.ts'
import { Notice } from '../../../../../_ui/panel.tsx'
import { verbatim } from '../../../../../_ui/verbatim.tsx'
import { type FormProblem as Problem, isGeneral } from '../../_components/problem.ts'

/** Why the form came back, because of which file, and that files must be chosen again: no browser keeps them. */
export function FormProblem({ problem, kept }: { problem: Problem; kept: KeptForm | null }) {
  const [t, errors] = [useTranslations('requests'), useTranslations('errors')]
  const file = kept?.file ?? null
  return (
    <Notice kind="bad" title={isGeneral(problem) ? errors(problem) : t(`problems.${problem}`)}>
      {file === null ? null : <>{t.rich('new.badFile', { file: verbatim(file) })} </>}
      <ChooseAgain kept={kept} />
    </Notice>
  )
}

/** Says of the note only what is true: it may be kept whole, in part, or not at all. */
function ChooseAgain({ kept }: { kept: KeptForm | null }) {
  const t = useTranslations('requests.new')
  if (!kept?.note.trim()) return t('chooseAgain')
  return kept.isCut ? t('chooseAgainNoteCut', { count: kept.note.length }) : t('chooseAgainNoteKept')
}
