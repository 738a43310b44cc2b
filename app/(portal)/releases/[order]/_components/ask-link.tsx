import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { mayDo, requireSeller } from '#server/people/index.ts'
import { ButtonLink } from '../../../../_ui/button.tsx'

/** To the form that asks for the line's release, where this person and this line may; to the answers where it was asked already. */
export async function AskLink({ orderId, lineId }: { orderId: string; lineId: string }) {
  const { scope } = await requireSeller()
  if (!mayDo(scope.role, 'release.ask')) return null
  const [t, procedures] = await Promise.all([getTranslations('requests'), api()])
  const { can } = await procedures.requests.asking({ orderId, lineId })
  const asked = !can.ask.ok && can.ask.reason === 'already_asked'
  if (!can.ask.ok && !asked) return null
  const href = asked ? '/requests' : `/requests/new?${new URLSearchParams({ order: orderId, line: lineId })}`
  return (
    <p data-screen-only>
      <ButtonLink kind="quiet" href={href} className="max-sm:w-full">
        {t(asked ? 'title' : 'new.title')}
      </ButtonLink>
    </p>
  )
}
