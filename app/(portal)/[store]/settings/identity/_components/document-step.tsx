import { useTranslations } from 'next-intl'
import type { ShownAttempt } from '#server/identity/index.ts'
import { regions, typesOf } from '#server/identity/schema.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { storeCode } from '../../../_components/page-store.ts'
import { chooseAction } from './actions.ts'

/** Which document the owner holds, by the region that issued it. A plain form. */
export function DocumentStep({ attempt }: { attempt: ShownAttempt | null }) {
  const t = useTranslations('identity')
  return (
    <form action={chooseAction.bind(null, storeCode())} className="grid gap-4">
      <p className="text-small text-soft">{t('choose.hint')}</p>
      {regions.map((region) => (
        <fieldset key={region} className="grid gap-1">
          <legend className="pb-1 text-small font-semibold">{t(`regions.${region}`)}</legend>
          {typesOf[region].map((type) => (
            <label
              key={type}
              className="flex min-h-11 items-center gap-3 rounded-small border border-edge bg-raised px-3 py-2 has-checked:border-accent"
            >
              <input
                type="radio"
                name="document"
                required
                value={`${region} ${type}`}
                defaultChecked={attempt?.region === region && attempt.type === type}
                className="size-5 shrink-0 accent-accent"
              />
              <span>{t(`types.${type}`)}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <Button type="submit" className="sm:justify-self-start">
        {t('choose.submit')}
      </Button>
    </form>
  )
}
