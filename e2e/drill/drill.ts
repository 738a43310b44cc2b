// npm run drill [NAME [OPTION…]]: runs the full version of checks that the tests run in small. Without a name it runs all drills in turn.
import { attacks } from './attacks.ts'
import { dates } from './dates.ts'
import { kill } from './kill.ts'
import { pages } from './pages.ts'
import { secrets } from './secrets.ts'

type Drill = (args: string[], note: (text: string) => void) => Promise<boolean>

const drills: Readonly<Record<string, Drill>> = { attacks, kill, pages, dates, secrets }

const [name, ...args] = process.argv.slice(2)
const chosen = name === undefined ? Object.keys(drills) : [name]
const note = (text: string) => process.stderr.write(`${text}\n`)
let sound = true
for (const one of chosen) {
  const drill = drills[one]
  if (!drill) {
    note(`There is no drill "${one}". These there are: ${Object.keys(drills).join(', ')}.`)
    process.exit(2)
  }
  sound = (await drill(args, note)) && sound
}
process.exit(sound ? 0 : 1)
