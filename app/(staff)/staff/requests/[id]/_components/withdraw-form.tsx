'use client'

import { useActionState } from 'react'
import { Button } from '../../../../../_ui/button.tsx'
import { Problem } from '../../../../../_ui/form-parts.tsx'

/** Takes back one's own proposal, or says why it can't be. Works as a plain form too. */
export function WithdrawForm({ action, label }: { action: () => Promise<string | null>; label: string }) {
  const [problem, submit, sending] = useActionState(action, null)
  return (
    <form action={submit} className="grid gap-4">
      <Problem>{problem}</Problem>
      <Button type="submit" kind="quiet" aria-busy={sending} className="justify-self-start">
        {label}
      </Button>
    </form>
  )
}
