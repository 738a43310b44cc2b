import { collectDefaultMetrics, Counter, Gauge, Histogram, register } from 'prom-client'

/**
 * Figures for Prometheus. Anyone who reaches /api/metrics reads them, so no label or value is about a seller or a person.
 *
 * A name is registered once for the process: bundles and reloads of `next dev` that ask again get the same one.
 */
type Named<Label extends string> = { name: `portal_${string}`; help: string; labelNames?: readonly Label[] }

/** A figure that only grows; its name ends in `_total`. */
export function counter<Label extends string = never>(of: Named<Label>): Counter<Label> {
  return (known(of.name) as Counter<Label> | undefined) ?? new Counter({ ...of, labelNames: of.labelNames ?? [] })
}

/** How long things take, in seconds; its name ends in `_seconds`. */
export function histogram<Label extends string = never>(of: Named<Label> & { buckets: number[] }): Histogram<Label> {
  return (known(of.name) as Histogram<Label> | undefined) ?? new Histogram({ ...of, labelNames: of.labelNames ?? [] })
}

/** A figure that is read whenever Prometheus asks. One that cannot be read is left out. */
export function gauge(of: Named<never> & { read: () => Promise<number> | number }): void {
  const { read, ...named } = of
  register.removeSingleMetric(of.name)
  const made: Gauge = new Gauge({
    ...named,
    async collect() {
      try {
        made.set(await read())
      } catch {
        made.reset()
      }
    },
  })
}

/** Begins to watch the process itself: processor, memory, how late the event loop is. */
export function watchProcess(): void {
  if (!known('process_cpu_seconds_total')) collectDefaultMetrics()
}

/** Everything that was registered, in Prometheus' text format. */
export async function exposition(): Promise<{ type: string; text: string }> {
  return { type: register.contentType, text: await register.metrics() }
}

function known(name: string) {
  return register.getSingleMetric(name)
}
