import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { Labelled } from '../../../../../_ui/labelled.tsx'
import { FileChooser } from './file-chooser.tsx'

/** Chooses the files; the server looks at what they are, whatever the browser lets through. */
export function Files({ label, hint }: { label: ReactNode; hint: ReactNode }) {
  const [id, t] = [useId(), useTranslations('requests.new')]
  return (
    <Labelled id={id} label={label} hint={hint}>
      <FileChooser id={id} describedBy={`${id}-hint`} choose={t('choose')} />
    </Labelled>
  )
}
