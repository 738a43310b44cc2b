import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pages.notFound'))('title') }
}

/** Every other address of the marketplace's side: the page that isn't there, within the frame. */
export default function Nowhere() {
  notFound()
}
