import { describe, expect, test } from 'vitest'
import { type Attempt, keptPages, leftReasons, missingPages, whyNotEdit, whyNotSubmit, withSavedNumber } from './attempt.ts'
import type { Reasons } from './schema.ts'

const today = '2031-03-12'
const typed = {
  country: '',
  name: '林美玲',
  latinName: 'LIN MEILING',
  number: '12345678',
  renewals: '',
  birth: '1990-01-01',
  validFrom: '2029-01-01',
  validUntil: '2034-01-01',
}
const whole: Attempt = { id: 'a', state: 'draft', region: 'TW', type: 'taiwan_permit', typed, pages: ['info'], reasons: null }
const both: Reasons = { fields: { name: 'differs' }, pages: { info: 'cropped', back: 'unreadable' } }

describe('an attempt', () => {
  test.each([
    ['none has begun', null, true, 'not_begun'],
    ['it waits for staff', { ...whole, state: 'submitted' }, true, 'submitted'],
    ['it was approved', { ...whole, state: 'approved' }, true, 'verified'],
    ['nothing was typed', { ...whole, typed: null }, true, 'details_missing'],
    ['the document has expired', { ...whole, typed: { ...typed, validUntil: '2031-03-11' } }, true, 'details_wrong'],
    ['it was sent back as it is', { ...whole, state: 'sent_back', reasons: both }, true, 'not_corrected'],
    ['a field is still to be corrected', { ...whole, reasons: { fields: { name: 'differs' }, pages: {} } }, true, 'not_corrected'],
    ['a picture is missing', { ...whole, pages: [] }, true, 'page_missing'],
    ['nobody declared it true', whole, false, 'not_declared'],
    ['it is whole', whole, true, null],
  ] as const)('is submitted or not: %s', (_why, attempt, isDeclared, reason) => {
    expect(whyNotSubmit(attempt, isDeclared, today)).toBe(reason)
  })

  test('is edited as a draft, or after it was sent back', () => {
    const states = ['draft', 'submitted', 'sent_back', 'approved'] as const
    expect(states.map((state) => whyNotEdit({ state }))).toEqual([null, 'submitted', null, 'verified'])
  })

  test('needs the pages of its document and no others', () => {
    expect(missingPages({ type: 'resident_id', pages: ['front'] })).toEqual(['back'])
    expect(missingPages({ type: 'passport', pages: [] })).toEqual(['info', 'entry_stamp'])
  })
})

describe('after an attempt was sent back', () => {
  test('the pictures that nobody refused are kept', () => {
    expect(keptPages({ pages: ['front', 'back'], reasons: { fields: {}, pages: { back: 'unreadable' } } })).toEqual(['front'])
  })

  test('each correction takes its own reasons away, and the last one all', () => {
    expect(leftReasons(both, 'info')).toEqual({ fields: { name: 'differs' }, pages: { back: 'unreadable' } })
    expect(leftReasons(both, null)).toEqual({ fields: {}, pages: { info: 'cropped', back: 'unreadable' } })
    expect(leftReasons({ fields: {}, pages: { info: 'cropped' } }, 'info')).toBeNull()
    expect(leftReasons(null, 'info')).toBeNull()
  })
})

test('an empty number stands for the saved one', () => {
  expect(withSavedNumber({ ...typed, number: ' ' }, typed).number).toBe('12345678')
  expect(withSavedNumber({ ...typed, number: '87654321' }, typed).number).toBe('87654321')
  expect(withSavedNumber({ ...typed, number: '' }, null).number).toBe('')
})
