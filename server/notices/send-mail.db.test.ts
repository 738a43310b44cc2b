import { randomUUID } from 'node:crypto'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { closePeople, owner, waiting } from '#db/test/people.ts'
import { type MailJob, mailOf } from '#server/platform/mail.ts'
import { batchTx, gateTx, personTx } from '#server/platform/tx.ts'

// A small SMTP server (RFC 5321) that keeps what it is given; `refuse` answers 451 to the next message.
const post = { messages: [] as { to: string; data: string }[], refuse: false, port: 0 }
let server: Server

beforeAll(async () => {
  server = createServer((socket) => {
    let [to, data, reading] = ['', '', false]
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 test')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      if (reading) {
        data += chunk.toString()
        if (!data.endsWith('\r\n.\r\n')) return
        reading = false
        if (post.refuse) return void say('451 later')
        post.messages.push({ to, data })
        return void say('250 kept')
      }
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        if (line.startsWith('RCPT TO')) to = /<(.*?)>/.exec(line)?.[1] ?? ''
        if (line.startsWith('DATA')) [data, reading] = ['', true]
        say(reading ? '354 go on' : line.startsWith('QUIT') ? '221 bye' : '250 ok')
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  post.port = (server.address() as AddressInfo).port
})

afterAll(async () => {
  await closePeople()
  await new Promise((done) => server.close(done))
})

beforeEach(async () => {
  post.messages.length = 0
  post.refuse = false
  await owner()`delete from mails`
})

afterEach(() => vi.unstubAllEnvs())

/** The room as a process with these variables has it. */
async function room(variables: Record<string, string>) {
  vi.resetModules()
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  const [{ sendMail, forgetMails }, { listOutbox }, { wantMail }] = await Promise.all([
    import('./send-mail.ts'),
    import('./list-outbox.ts'),
    import('#server/platform/mail.ts'),
  ])
  return { sendMail, forgetMails, listOutbox, wantMail }
}

const smtp = () => ({ SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'funds@example.com', PORTAL_NAME: '资金账户' })

async function wanted(
  wantMail: Awaited<ReturnType<typeof room>>['wantMail'],
  to = `${randomUUID()}@example.com`,
): Promise<MailJob & { to: string }> {
  const link = { page: '/sign-in/invitation', token: 'canaryTOKEN'.padEnd(43, 'x') }
  await batchTx((tx) => wantMail(tx, { kind: 'invitation', to, locale: 'zh-CN', name: '', params: { store: '灯笼店', days: 14 }, link }))
  const jobs = await waiting<MailJob>('mail.send')
  return { ...jobs.findLast((job) => mailOf(job).to === to)!, to }
}

describe('with SMTP', () => {
  test('a mail goes out once, and its text is then forgotten here', async () => {
    const { sendMail, wantMail } = await room(smtp())
    const job = await wanted(wantMail)
    await sendMail(job)
    await sendMail(job) // the queue may run it again
    expect(post.messages.map((message) => message.to)).toEqual([job.to])
    const { data } = post.messages[0]!
    expect(data).toContain(`Message-ID: <${job.id}@localhost>`)
    expect(data).toMatch(/^Auto-Submitted: auto-generated/im)
    expect(data).toContain('multipart/alternative')
    const [row] = await owner()`select body, sent_at from mails where id = ${job.id}`
    expect(row).toMatchObject({ body: null, sent_at: expect.any(Date) })
  })

  test('a mail that was not accepted fails, stays, and goes out at the next try', async () => {
    const { sendMail, wantMail } = await room(smtp())
    const job = await wanted(wantMail)
    post.refuse = true
    await expect(sendMail(job)).rejects.toThrow(/451/)
    expect(await owner()`select 1 from mails where id = ${job.id} and sent_at is null and body is not null`).toHaveLength(1)
    post.refuse = false
    await sendMail(job)
    expect(post.messages).toHaveLength(1)
  })
})

describe('without SMTP', () => {
  test('the demo shows the mail, link and all', async () => {
    await owner()`update installation set sandbox = true`
    const { sendMail, listOutbox, wantMail } = await room({ PORTAL_DEMO: 'on' })
    const job = await wanted(wantMail)
    await sendMail(job)
    const [mail] = await listOutbox()
    expect(mail).toMatchObject({ to: job.to, subject: '灯笼店的资金账户已可使用' })
    expect(mail?.text).toContain('http://localhost:3000/sign-in/invitation#canaryTOKEN')
    await owner()`update installation set sandbox = false`
  })

  test('elsewhere nobody reads it: not by the page, and not by the role of people', async () => {
    const { sendMail, listOutbox, wantMail } = await room({ PORTAL_DEMO: 'off' })
    await sendMail(await wanted(wantMail))
    expect(await listOutbox()).toEqual([])
    for (const tx of [gateTx, (fn: Parameters<typeof gateTx>[0]) => personTx(1, fn)])
      await expect(tx((at) => at.sql`select from mails`)).rejects.toMatchObject({ code: '42501' })
    expect(await gateTx((at) => at.sql`select from gate_demo_mails(9)`)).toHaveLength(0)
    const demo = await room({ PORTAL_DEMO: 'on' }) // the variable alone opens nothing either
    expect(await demo.listOutbox()).toEqual([])
  })
})

test('a link’s secret lies nowhere in clear: not in the queue, not in the table', async () => {
  const { sendMail, wantMail } = await room({})
  const job = await wanted(wantMail)
  await sendMail(job)
  expect(JSON.stringify(await waiting('mail.send'))).not.toContain('canaryTOKEN')
  const [row] = await owner()<[{ all: string }]>`select encode(body, 'escape') || mails::text as all from mails where id = ${job.id}`
  expect(row.all).not.toContain('canaryTOKEN')
  // Nor does whom it goes to and what about.
  for (const text of [job.to, '灯笼店']) expect(`${JSON.stringify(await waiting('mail.send'))} ${row.all}`).not.toContain(text)
})

test('mails are forgotten after ninety days', async () => {
  const { sendMail, forgetMails, wantMail } = await room({})
  const [old, young] = [await wanted(wantMail), await wanted(wantMail)]
  for (const job of [old, young]) await sendMail(job)
  await owner()`update mails set created_at = now() - interval '91 days' where id = ${old.id}`
  expect(await forgetMails()).toBe(1)
  expect(await owner()`select id from mails`).toEqual([{ id: young.id }])
})
