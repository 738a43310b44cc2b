import type { ReactNode } from 'react'
import { Link } from '../../../../_ui/link.tsx'

/** A figure that opens the rows which make it, quieter than the ways on beside it. */
export function RowsLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="inline-flex min-h-6 items-center underline decoration-edge underline-offset-4 hover:decoration-ink">
      {children}
    </Link>
  )
}
