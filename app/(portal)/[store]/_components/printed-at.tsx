import { DateTime } from '../../../_ui/date.tsx'

/**
 * On paper only: of when the figures are, with the year.
 * @param props.at epoch milliseconds, the portal's clock
 */
export function PrintedAt({ at, zone }: { at: number; zone: string }) {
  return (
    <p className="mb-4 hidden text-small text-soft print:block">
      <DateTime at={at} zone={zone} form="day-and-time" now={0} />
    </p>
  )
}
