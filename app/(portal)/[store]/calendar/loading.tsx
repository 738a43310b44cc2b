import { Bone, Figure, Line, Rows } from '../../../_ui/skeleton.tsx'
import { Shape } from '../_components/shape.tsx'

/** How high the bars of a month stand, in a shape of no month. */
const bars = ['h-10', 'h-14', 'h-8', 'h-20', 'h-12', 'h-28', 'h-6', 'h-16', 'h-9', 'h-5']

/** The calendar's own shape while it is reckoned. */
export default function Loading() {
  return (
    <Shape className="max-w-4xl gap-6">
      <div className="flex flex-wrap justify-between gap-3">
        <Bone className="my-1 h-6 w-32" />
        <div className="flex flex-wrap gap-3">
          <Bone className="h-11 w-32" />
          <Bone className="h-11 w-52" />
        </div>
      </div>
      <div>
        <Line className="w-36" />
        <Figure />
        <div className="mt-2 grid gap-3 sm:grid-cols-3">
          {[0, 1, 2].map((series) => (
            <Bone key={series} className="h-10" />
          ))}
        </div>
      </div>
      <div className="flex h-36 items-end gap-1.5 border-b border-line">
        {bars.map((height) => (
          <Bone key={height} className={`grow rounded-none ${height}`} />
        ))}
      </div>
      <Rows count={6} lines={2} />
    </Shape>
  )
}
