import http from 'node:http'

/** Open live streams of one session, which stand for other devices of the same store. */
export class Streams {
  private readonly agent = new http.Agent({ keepAlive: true })
  private readonly open: http.ClientRequest[] = []
  private readonly states: number[] = []
  private ended = 0

  /** Opens streams; resolves when each has received its first state. @throws Error if one is refused */
  static async follow(url: URL, cookie: string, count: number): Promise<Streams> {
    const streams = new Streams()
    await Promise.all(Array.from({ length: count }, (_, at) => streams.add(url, cookie, at)))
    return streams
  }

  private add(url: URL, cookie: string, at: number): Promise<void> {
    this.states[at] = 0
    return new Promise((begun, reject) => {
      const request = http.get(url, { agent: this.agent, headers: { cookie, accept: 'text/event-stream' } }, (response) => {
        let rest = ''
        response.setEncoding('utf8').on('data', (text: string) => {
          const messages = (rest + text).split('\n\n')
          rest = messages.pop() ?? ''
          if (messages.some((message) => message.includes('event: serialized-error'))) reject(new Error('a stream was refused'))
          this.states[at] = (this.states[at] ?? 0) + messages.filter(isState).length
          if (this.states[at] > 0) begun()
        })
        response.on('close', () => this.ended++)
      })
      request.on('error', reject)
      this.open.push(request)
    })
  }

  /** The smallest number of changes that a stream has received. @throws Error if one has ended */
  changes(): number {
    if (this.ended > 0) throw new Error(`${this.ended} streams have ended`)
    return Math.min(...this.states) - 1
  }

  close(): void {
    for (const request of this.open) request.destroy()
    this.agent.destroy()
  }
}

/** Whether a message is a state: keep-alives and errors have an event name, states have none. */
const isState = (message: string) => /^data: /m.test(message) && !/^event: /m.test(message)
