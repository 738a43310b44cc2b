'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { paths } from '#server/platform/paths.ts'
import { type Answer, call } from '../../_ui/call.ts'
import { signInBy } from '../sign-in-by.ts'
import { CallForm, Problem, Submit } from '../../_ui/form-parts.tsx'
import type { OwnFactors } from '../second-factor/own-factors.ts'
import { type Proof, proven, ProofPart } from '../second-factor/proof-part.tsx'
import { useCall } from '../../_ui/use-call.ts'
import { Unfolding } from '../unfolding.tsx'

type Identity = { readonly id: string; readonly createdAt: Date }

/** The marketplace's sign-ons that open this account, each to be removed; and another one, which is asked for, gone to and come back from. */
export function MarketplaceConnect({ identities, offered, own }: { identities: readonly Identity[]; offered: boolean; own: OwnFactors }) {
  return (
    <div className="grid gap-3">
      {identities.length > 0 ? (
        <ul className="grid rounded-large border border-line bg-raised">
          {identities.map((identity) => (
            <Connected key={identity.id} identity={identity} own={own} />
          ))}
        </ul>
      ) : null}
      {offered ? <Connect own={own} /> : null}
    </div>
  )
}

function Connected({ identity, own }: { identity: Identity; own: OwnFactors }) {
  const t = useTranslations('people.security')
  const format = useFormatter()
  const router = useRouter()
  const { run, pending, problem } = useCall()
  const { id } = identity
  return (
    <li className="grid gap-2 border-b border-line px-4 py-3 last:border-0">
      <p>{t('connected', { when: format.dateTime(identity.createdAt, { dateStyle: 'medium' }) })}</p>
      <Unfolding title={t('disconnect')}>
        <CallForm
          onSend={(fields) =>
            void run(
              () =>
                proven(fields, { verb: 'identity.remove', content: { id } }, (proof) =>
                  call((api) => api.people.removeIdentity.mutate({ id, proof })),
                ),
              () => router.refresh(),
            )
          }
        >
          <ProofPart own={own} />
          <Problem>{problem}</Problem>
          <Submit pending={pending}>{t('disconnect')}</Submit>
        </CallForm>
      </Unfolding>
    </li>
  )
}

function Connect({ own }: { own: OwnFactors }) {
  const [t, here] = [useTranslations('people.security'), usePathname()]
  const { run, pending, problem } = useCall()
  const begin = async (proof: Proof): Promise<Answer<string>> => {
    const asked = await call((api) => api.people.connectMarketplace.mutate({ proof }))
    return asked.ok ? signInBy('signin/marketplace', { callbackUrl: paths.secondFactor(here) }) : asked
  }
  return (
    <>
      <p className="text-small text-soft">{t('connectText')}</p>
      <Unfolding title={t('connectSubmit')}>
        <CallForm
          onSend={(fields) =>
            void run(
              () => proven(fields, { verb: 'identity.connect', content: {} }, begin),
              (url) => {
                window.location.assign(url)
                return true
              },
            )
          }
        >
          <ProofPart own={own} />
          <Problem>{problem}</Problem>
          <Submit pending={pending}>{t('connectSubmit')}</Submit>
        </CallForm>
      </Unfolding>
    </>
  )
}
