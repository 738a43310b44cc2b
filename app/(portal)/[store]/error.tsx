'use client'

import { useParams } from 'next/navigation'
import { storePaths } from '#server/platform/paths.ts'
import { Failure } from '../../_ui/failure.tsx'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const { store } = useParams<{ store: string }>()
  return <Failure error={error} retry={retry} home={storePaths(store).overview()} />
}
