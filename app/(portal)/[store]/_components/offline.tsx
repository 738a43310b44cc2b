'use client'

import { useEffect, useState } from 'react'
import { Notice } from '../../../_ui/panel.tsx'

/**
 * Says since when the device is offline, on pages that don't follow the server by themselves: those that do (Live) say it better.
 * @param text holds `{time}`
 */
export function Offline({ title, text, locale, zone }: { title: string; text: string; locale: string; zone: string }) {
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => {
    const clock = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    const lost = () => setSince(document.querySelector('[data-live]') ? null : clock.format())
    const back = () => setSince(null)
    window.addEventListener('offline', lost)
    window.addEventListener('online', back)
    return () => {
      window.removeEventListener('offline', lost)
      window.removeEventListener('online', back)
    }
  }, [locale, zone])
  return (
    <div aria-live="polite" className="empty:hidden">
      {since === null ? null : (
        <div className="mb-6">
          <Notice title={title}>{text.replace('{time}', since)}</Notice>
        </div>
      )}
    </div>
  )
}
