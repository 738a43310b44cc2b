import { classes } from './classes.ts'

const paths = {
  home: 'M3.5 9 10 3.5 16.5 9v7a.5.5 0 0 1-.5.5h-4V12H8v4.5H4a.5.5 0 0 1-.5-.5Z',
  list: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h8',
  parcel: 'M3.5 6.5 10 3l6.5 3.5v7L10 17l-6.5-3.5Zm0 0L10 10l6.5-3.5M10 10v7',
  chevron: 'm8 5 5 5-5 5',
  back: 'm12 5-5 5 5 5',
  down: 'm5.5 8 4.5 4.5L14.5 8',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  warn: 'M10 4 17 16.5H3Zm0 5v3.5m0 1.6v.1',
  settings:
    'M4 6.5h7m4 0h1M4 13.5h1m4 0h7M13 4.75a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5ZM7 11.75a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5Z',
  store:
    'M4 8.5v7.5h12V8.5M3 8.5 4.5 4h11L17 8.5c0 1.2-1 2-2.3 2S12.3 9.7 12.3 8.5c0 1.2-1 2-2.3 2S7.7 9.7 7.7 8.500c0 1.2-1 2-2.4 2S3 9.7 3 8.500Z',
  mail: 'M3.5 5.5h13v9h-13Zm0 .5 6.5 5 6.5-5',
  shield: 'M10 3.5 15.5 5.500v4.500c0 3.3-2.3 5.5-5.5 6.5-3.2-1-5.5-3.2-5.5-6.500V5.500Z',
  page: 'M5.5 3.500h6l3 3v10h-9Zm6 0v3h3M8 10h4M8 13h4',
  right: 'M4 10h12m-4.5-4.500L16 10l-4.5 4.5',
} as const

export type IconName = keyof typeof paths

/** A line drawing of 20 px that goes with words; it is never the only way to tell. */
export function Icon({ name, className }: { name: IconName; className?: string | undefined }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className={classes('shrink-0', className)}>
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
