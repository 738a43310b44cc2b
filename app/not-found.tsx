import { getTranslations } from 'next-intl/server'
import { Missing } from './_ui/missing.tsx'

export async function generateMetadata() {
  return { title: (await getTranslations('pages.notFound'))('title') }
}

export default function NotFound() {
  return (
    <main>
      <Missing />
    </main>
  )
}
