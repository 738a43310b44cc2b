import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { isCurrency } from '#server/money/index.ts'

/** A currency that doesn't exist is no page; said here, before anything has been sent, so that the answer is a real 404. */
export default async function CurrencyLayout({ children, params }: { children: ReactNode; params: Promise<{ currency: string }> }) {
  const { currency } = await params
  if (!isCurrency(currency)) notFound()
  return children
}
