import { Bone } from '../../_ui/skeleton.tsx'
import { Shape } from '../_components/shape.tsx'

/** The answer's own shape while it is worked out. */
export default function Loading() {
  return (
    <Shape className="max-w-3xl gap-6">
      <div className="flex flex-wrap justify-between gap-3">
        <Bone className="h-8 w-56" />
        <Bone className="h-11 w-36" />
      </div>
      <div className="grid gap-3">
        <Bone className="h-4 w-24" />
        <Bone className="h-11 w-56" />
        <Bone className="h-2 w-full rounded-full" />
        <Bone className="h-4 w-full" />
      </div>
      {[0, 1, 2].map((reason) => (
        <div key={reason} className="grid gap-2 border-t border-line py-5">
          <Bone className="h-6 w-full" />
          <Bone className="h-4 w-48" />
          <Bone className="h-5 w-full" />
          <Bone className="h-24 w-full" />
        </div>
      ))}
    </Shape>
  )
}
