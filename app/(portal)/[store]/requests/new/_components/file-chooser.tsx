'use client'

import { useState } from 'react'

type Props = { id: string; describedBy: string; choose: string }

/** The browser's own file field lies unseen over ours, because it speaks the browser's language and not the page's. */
export function FileChooser({ id, describedBy, choose }: Props) {
  const [files, setFiles] = useState<readonly File[]>([])
  return (
    <div className="relative flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 rounded-small border border-dashed border-edge bg-raised p-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent hover:border-ink">
      <input
        id={id}
        type="file"
        name="proof"
        required
        multiple
        accept="image/jpeg,image/png,application/pdf"
        aria-describedby={describedBy}
        onChange={({ target }) => setFiles([...(target.files ?? [])])}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
      <span aria-hidden="true" className="inline-flex min-h-9 items-center rounded-small bg-sunken px-3 font-semibold">
        {choose}
      </span>
      {files.length > 0 ? (
        <ul translate="no" className="min-w-0 text-small break-all">
          {files.map((file, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- two folders may hold a file of one name, and the list is never sorted
            <li key={at}>{file.name}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
