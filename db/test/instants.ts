/** An instant at which calendar code often fails, and the time zone of the machine that runs the portal. */
export type Instant = { readonly at: string; readonly zone: string; readonly why: string }

const instant = (why: string, zone: string, at: string): Instant => ({ at, zone, why })

/** Instants for `npm run drill dates`, many of them a minute before or after a boundary. */
export const instants: readonly Instant[] = [
  instant('month end', 'Asia/Shanghai', '2026-11-30T11:00:00+08:00'),
  instant('29 February, 23:59 in Shanghai', 'Asia/Shanghai', '2028-02-29T23:59:00+08:00'),
  instant('29 February, morning', 'Asia/Taipei', '2028-02-29T10:00:00+08:00'),
  instant('1 March of a leap year, 00:01 in Shanghai', 'Asia/Shanghai', '2028-03-01T00:01:00+08:00'),
  instant('year end, 23:59 in Shanghai', 'Asia/Shanghai', '2026-12-31T23:59:00+08:00'),
  instant('new year, 00:01 in Shanghai', 'Asia/Shanghai', '2027-01-01T00:01:00+08:00'),
  instant('year end, 23:59 in Los Angeles', 'America/Los_Angeles', '2026-12-31T23:59:00-08:00'),
  instant('new year, 00:01 in Los Angeles', 'America/Los_Angeles', '2027-01-01T00:01:00-08:00'),
  instant('month end, 23:59 in Taipei', 'Asia/Taipei', '2027-03-31T23:59:00+08:00'),
  instant('first of a month, 00:01 in Taipei', 'Asia/Taipei', '2027-04-01T00:01:00+08:00'),
  instant('half-year, 23:59 in Berlin', 'Europe/Berlin', '2027-06-30T23:59:00+02:00'),
  instant('half-year, 00:01 in Berlin', 'Europe/Berlin', '2027-07-01T00:01:00+02:00'),
  instant('Lunar New Year 2027', 'Asia/Shanghai', '2027-02-06T10:00:00+08:00'),
  instant('Lunar New Year 2028, 00:01 in Shanghai', 'Asia/Shanghai', '2028-01-26T00:01:00+08:00'),
  instant('summer time begins in Berlin: 01:59', 'Europe/Berlin', '2027-03-28T01:59:00+01:00'),
  instant('summer time has begun in Berlin: 03:01', 'Europe/Berlin', '2027-03-28T03:01:00+02:00'),
  instant('summer time ends in Berlin: the first 02:59', 'Europe/Berlin', '2027-10-31T02:59:00+02:00'),
  instant('summer time has ended in Berlin: the second 02:01', 'Europe/Berlin', '2027-10-31T02:01:00+01:00'),
  instant('summer time begins in Los Angeles: 01:59', 'America/Los_Angeles', '2027-03-14T01:59:00-08:00'),
  instant('summer time ends in Los Angeles: the first 01:59', 'America/Los_Angeles', '2027-11-07T01:59:00-07:00'),
  instant('18 June, 00:01 in Shanghai', 'Asia/Shanghai', '2027-06-18T00:01:00+08:00'),
  instant('18 June, evening', 'Asia/Taipei', '2027-06-18T20:00:00+08:00'),
  instant('11 November, 00:01 in Shanghai', 'Asia/Shanghai', '2027-11-11T00:01:00+08:00'),
  instant('11 November, 23:59 in Taipei', 'Asia/Taipei', '2027-11-11T23:59:00+08:00'),
]

/** The instants of every test run: a day on which a journey once failed (it took a wrong day for the dispute's), and 29 February. */
export const inEachRun = instants.slice(0, 2)
