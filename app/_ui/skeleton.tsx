import { classes } from './classes.ts'

/** A grey stand-in of the size of what is coming. */
export function Bone({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classes('block rounded-small bg-sunken', className)} />
}

/** A line of text, as high as text is with the space around it. */
export function Line({ className }: { className?: string }) {
  return <Bone className={classes('my-1 h-4', className)} />
}

/** A total in its large figures. */
export function Figure() {
  return <Bone className="my-1.5 h-8 w-52" />
}

/** Rows of a table, which are cards of some lines on a phone, with an amount at their end. */
export function Rows({ count, lines = 3 }: { count: number; lines?: 2 | 3 }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className="flex justify-between gap-6 border-b border-line py-2.5 sm:px-3">
          <div className="grid sm:flex sm:gap-10">
            <Line className="w-24 sm:w-20" />
            <Line className="w-40 sm:w-28" />
            {lines === 3 ? <Line className="w-32" /> : null}
          </div>
          <Line className="w-20" />
        </div>
      ))}
    </div>
  )
}
