'use client'

import { Failure } from '../_ui/failure.tsx'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return <Failure error={error} retry={retry} />
}
