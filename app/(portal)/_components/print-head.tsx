import type { Store } from '#server/people/index.ts'
import { Brand } from '../../_ui/brand.tsx'
import { DateTime } from '../../_ui/date.tsx'
import { Verbatim } from '../../_ui/verbatim.tsx'

/**
 * On paper only, where there is no frame around the page: whose funds account it is of, and of when, with the year.
 * @param props.at epoch milliseconds, the portal's clock
 */
export function PrintHead({ store, at }: { store: Store; at: number }) {
  return (
    <div className="mb-6 hidden items-baseline justify-between gap-6 border-b border-line pb-2 print:flex">
      <div>
        <Brand />
        <p className="font-semibold">
          <Verbatim>{store.name}</Verbatim>
        </p>
      </div>
      <p className="text-small text-soft">
        <DateTime at={at} zone={store.timeZone} form="day-and-time" now={0} />
      </p>
    </div>
  )
}
