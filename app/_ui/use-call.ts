'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import type { Answer, Failed } from './call.ts'

/**
 * One call at a time, and what became of it in words. `run` makes the call and hands the data to `then`, which says true where the
 * page is being left and the form should stay busy.
 */
export function useCall() {
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failed | null>(null)
  const words = useFailureWords()
  const run = useCallback(async <T>(attempt: () => Promise<Answer<T>>, then: (data: T) => boolean | void): Promise<void> => {
    setPending(true)
    setFailure(null)
    const answer = await attempt()
    if (!answer.ok) setFailure(answer.failure)
    else if (then(answer.data) === true) return
    setPending(false)
  }, [])
  return { run, pending, failure, problem: failure && words(failure) }
}

/** Failures as sentences. */
export function useFailureWords(): (failure: Failed) => string {
  const errors = useTranslations('errors')
  const t = useTranslations('people')
  /** In the unit that a person would say. */
  const waitOf = (seconds: number) => {
    if (seconds > 5400) return t('waitHours', { hours: Math.ceil(seconds / 3600) })
    return seconds > 120 ? t('waitMinutes', { minutes: Math.ceil(seconds / 60) }) : t('wait', { seconds })
  }
  return ({ code, params, trace }) => {
    const sentence = errors.has(code as 'internal')
      ? errors(code as 'internal', { trace: trace ?? '–' })
      : errors('internal', { trace: trace ?? '–' })
    const seconds = Number(params.seconds)
    const left = Number(params.left)
    const pause = Number(params.pause)
    const more = seconds > 0 ? waitOf(seconds) : left > 0 ? (pause > 0 ? t('proof.left', { left, pause }) : t('factor.left', { left })) : ''
    return [sentence, more].join(/[。？]$/.test(sentence) ? '' : ' ').trim()
  }
}
