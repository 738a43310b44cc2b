import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'

/** What is no number is no entry; said before anything has been sent, so that the answer is a real 404. */
export default async function EntryLayout({ children, params }: { children: ReactNode; params: Promise<{ version: string }> }) {
  const { version } = await params
  if (!/^[1-9][0-9]{0,9}$/.test(version)) notFound()
  return children
}
