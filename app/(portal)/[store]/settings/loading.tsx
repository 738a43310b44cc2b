import { Bone } from '../../../_ui/skeleton.tsx'
import { Shape } from '../_components/shape.tsx'

/** The settings' own shape while they are on their way. */
export default function Loading() {
  return (
    <Shape className="max-w-2xl gap-8">
      <Bone className="h-11 w-72" />
      <Bone className="h-7 w-40" />
      {[0, 1, 2].map((part) => (
        <div key={part} className="grid gap-3">
          <Bone className="h-5 w-28" />
          <Bone className="h-4 w-full" />
          <Bone className="h-11 w-full" />
        </div>
      ))}
    </Shape>
  )
}
