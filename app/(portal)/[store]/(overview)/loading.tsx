import { Bone, Figure, Line, Rows } from '../../../_ui/skeleton.tsx'
import { Shape } from '../_components/shape.tsx'

/** The overview's own shape while its numbers are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-8 lg:gap-10">
      <div className="grid gap-8 md:grid-cols-2 md:gap-10 lg:gap-16">
        {[0, 1].map((currency) => (
          <div key={currency} className="grid content-start gap-4">
            <div>
              <Line className="w-20" />
              <Figure />
            </div>
            <Bone className="h-3.5 w-full rounded-full" />
            <div>
              <Line className="w-48" />
              <Line className="w-40" />
              <Line className="mt-4 w-44" />
            </div>
            <div>
              {[0, 1, 2, 3, 4, 5].map((bucket) => (
                <div key={bucket} className="flex items-center justify-between border-t border-line py-2 first:border-0">
                  <div>
                    <Line className="w-20" />
                    <Line className="w-32" />
                  </div>
                  <Line className="w-24" />
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
      <div className="border-t border-line pt-4">
        <Line className="w-20" />
        <Line className="w-40" />
        <Line className="w-64" />
      </div>
      <Rows count={6} />
    </Shape>
  )
}
