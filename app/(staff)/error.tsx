'use client'

import { paths } from '#server/platform/paths.ts'
import { Failure } from '../_ui/failure.tsx'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return <Failure error={error} retry={retry} home={paths.staff()} />
}
