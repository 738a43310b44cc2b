import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** A link of a mail: its page (`password`, `email`, `invitation`, `undo`) and its secret, which works once. */
export type Link = { readonly page: string; readonly token: string }

/** The mailbox of all addresses: a small SMTP server (RFC 5321) that keeps every mail. */
export class Mailbox {
  readonly #mails: { to: string; text: string }[] = []

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Mailbox> {
    const server = createServer()
    const mailbox = new Mailbox(server)
    server.on('connection', (socket) => mailbox.#receive(socket))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return mailbox
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** The number of mails; links() takes it as `since`. */
  get size(): number {
    return this.#mails.length
  }

  /** Links to a page that were mailed to an address, the oldest first. @param since an earlier `size`; only newer mails count */
  links(to: string, page?: string, since = 0): Link[] {
    const mails = this.#mails.slice(since).filter((mail) => mail.to === to)
    const links = mails.flatMap(({ text }) =>
      [...text.matchAll(/\/sign-in\/([a-z-]+)#([A-Za-z0-9_-]{43})/g)].map(([, page = '', token = '']) => ({ page, token })),
    )
    const once = new Map(links.map((link) => [link.token, link])) // a mail has each link in its text and in its HTML
    return [...once.values()].filter((link) => page === undefined || link.page === page)
  }

  async close(): Promise<void> {
    await new Promise((done) => this.server.close(done))
  }

  #receive(socket: Socket): void {
    let [to, data, isReading] = ['', '', false]
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 mailbox')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      if (isReading) {
        data += chunk.toString()
        if (!data.endsWith('\r\n.\r\n')) return
        isReading = false
        this.#mails.push({ to, text: plain(data) })
        return void say('250 kept')
      }
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        if (line.startsWith('RCPT TO')) to = /<(.*?)>/.exec(line)?.[1] ?? ''
        if (line.startsWith('DATA')) [data, isReading] = ['', true]
        say(isReading ? '354 go on' : line.startsWith('QUIT') ? '221 bye' : '250 ok')
      }
    })
  }
}

/** Decodes quoted-printable (RFC 2045 §6.7). Links are ASCII, so that the character set doesn't matter. */
function plain(data: string): string {
  return data.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
