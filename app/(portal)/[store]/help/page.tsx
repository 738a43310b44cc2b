import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { supportAddress } from '#server/platform/brand.ts'
import { Button, ButtonLink } from '../../../_ui/button.tsx'
import { Link } from '../../../_ui/link.tsx'
import { Empty, Panel } from '../../../_ui/panel.tsx'
import { KeySheet } from '../_components/key-sheet.tsx'
import { Answer } from './_components/answer.tsx'
import { figuresInForce } from './_components/figures.ts'
import { findQuestions, type Question } from './_components/questions.ts'
import { pages, requireStore, type StoreParams } from '../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('help'))('title') }
}

type Props = StoreParams & { searchParams: Promise<{ q?: string | string[] }> }

/**
 * What sellers ask, answered; the search is an address, so that an answer can be sent to a colleague. It has no loading.tsx: it asks
 * for a few figures only, and what comes behind one is shown by script only, while help has to be there without.
 */
export default async function HelpPage({ params, searchParams }: Props) {
  await requireStore(params)
  const [t, locale, figures, { q }] = await Promise.all([getTranslations('help'), getLocale(), figuresInForce(), searchParams])
  const query = (typeof q === 'string' ? q : '').trim().slice(0, 100)
  const found = findQuestions(query, locale, figures)
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-8">
      <div className="grid gap-2">
        <h1 className="text-title">{t('title')}</h1>
        <p className="text-soft">{t('lead')}</p>
      </div>
      <SearchForm query={query} />
      {query === '' ? <Contents questions={found} /> : <Found count={found.length} query={query} />}
      {found.map((question) => (
        <section key={question} id={question} className="grid scroll-mt-20 gap-2">
          <h2 className="text-body">{t(`questions.${question}.question`)}</h2>
          <Answer question={question} />
        </section>
      ))}
      <Support />
      <div data-screen-only className="border-t border-line pt-6 max-sm:hidden">
        <KeySheet />
      </div>
    </div>
  )
}

async function SearchForm({ query }: { query: string }) {
  const t = await getTranslations('help.search')
  return (
    <search>
      <form action={pages().help()} data-screen-only className="flex gap-2">
        <input
          type="search"
          name="q"
          defaultValue={query}
          aria-label={t('label')}
          placeholder={t('label')}
          maxLength={100}
          className="min-h-11 w-full min-w-0 rounded-small border border-edge bg-raised px-3 py-2 text-[1rem] placeholder:text-faint hover:border-ink"
        />
        <Button type="submit" kind="quiet" className="whitespace-nowrap">
          {t('submit')}
        </Button>
      </form>
    </search>
  )
}

async function Contents({ questions }: { questions: readonly Question[] }) {
  const t = await getTranslations('help')
  return (
    <nav aria-label={t('contents')} data-screen-only>
      <ul className="grid border-y border-line">
        {questions.map((question) => (
          <li key={question} className="border-b border-line last:border-0">
            <a href={`#${question}`} className="flex min-h-11 items-center py-1 text-accent hover:underline">
              {t(`questions.${question}.question`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

async function Found({ count, query }: { count: number; query: string }) {
  const t = await getTranslations('help.search')
  if (count === 0)
    return (
      <Empty
        title={t('none.title', { query })}
        action={
          <ButtonLink kind="quiet" href={pages().help()}>
            {t('all')}
          </ButtonLink>
        }
      >
        {t('none.text')}
      </Empty>
    )
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-x-6">
      <output>{t('found', { count, query })}</output>
      <Link href={pages().help()} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
        {t('all')}
      </Link>
    </p>
  )
}

async function Support() {
  const [t, shell] = await Promise.all([getTranslations('help'), getTranslations('shell')])
  const address = supportAddress()
  if (!address) return null
  return (
    <Panel title={t('still')} className="border-t border-line pt-6">
      <p className="text-soft">{t('supportText')}</p>
      <a href={address} className="inline-flex min-h-11 items-center justify-self-start text-accent underline underline-offset-4">
        {shell('support')}
      </a>
    </Panel>
  )
}
