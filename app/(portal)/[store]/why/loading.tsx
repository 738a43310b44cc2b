import { Bone, Figure, Line } from '../../../_ui/skeleton.tsx'
import { Shape } from '../_components/shape.tsx'

/** The answer's own shape while it is worked out. */
export default function Loading() {
  return (
    <Shape className="max-w-3xl gap-6">
      <div className="flex flex-wrap justify-between gap-3">
        <Bone className="my-1 h-6 w-48" />
        <Bone className="h-11 w-32" />
      </div>
      <div className="grid gap-3">
        <div>
          <Line className="w-24" />
          <Figure />
        </div>
        <Bone className="h-2 w-full rounded-full" />
        <Line className="w-72 max-w-full" />
      </div>
      {[0, 1, 2].map((reason) => (
        <div key={reason} className="grid gap-1 border-t border-line py-5">
          <div className="flex justify-between gap-6">
            <Line className="w-28" />
            <Line className="w-24" />
          </div>
          <Line className="w-48" />
          <Line className="w-80 max-w-full" />
          <Bone className="mt-2 h-24 w-full" />
        </div>
      ))}
    </Shape>
  )
}
