'use client'

import { useState } from 'react'

/** The browser's own file field lies unseen over ours, because it speaks the browser's language and not the page's. A phone offers its camera. */
export function PictureChooser({ label, choose }: { label: string; choose: string }) {
  const [name, setName] = useState<string | null>(null)
  return (
    <div className="relative flex min-h-12 items-center gap-x-4 rounded-small border border-dashed border-edge bg-raised p-1.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent hover:border-ink">
      <input
        type="file"
        name="picture"
        required
        accept="image/jpeg,image/png"
        aria-label={label}
        onChange={({ target }) => setName(target.files?.[0]?.name ?? null)}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
      <span aria-hidden="true" className="inline-flex min-h-9 shrink-0 items-center rounded-small bg-sunken px-3 text-small font-semibold">
        {choose}
      </span>
      <span translate="no" className="min-w-0 truncate text-small">
        {name}
      </span>
    </div>
  )
}
