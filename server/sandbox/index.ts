import 'server-only'
export { farthestDays, moveClock } from './move-clock.ts'
export { readClock } from './read-clock.ts'
