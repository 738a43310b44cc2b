import { Browser } from './browser.ts'
import { accomplice, accountOf, enrolsFirst, type Thief } from './thief.ts'
import { App, sees } from './world.ts'

/** One way to keep access. It adds what it gains to the thief, and nothing if the portal refuses. */
export type Attempt = (thief: Thief) => Promise<unknown>

const wished = 'purple tram seventeen'

async function beginApp(thief: Thief): Promise<App | null> {
  const begun = await thief.browser?.call('people.beginTotp')
  return begun?.ok ? App.of(thief.portal, begun.value.text) : null
}

/** Replaces the owner's authenticator app with one of the thief's. */
async function enrolApp(thief: Thief): Promise<void> {
  const app = await beginApp(thief)
  if (!app) return
  const done = await thief.act('people.enrolTotp', { code: app.now() })
  if (!done.ok) return
  thief.keepApp(app)
  if (done.value.recoveryCodes) thief.keepCodes('recovery codes of their own', done.value.recoveryCodes)
}

async function enrolPasskey(thief: Thief): Promise<void> {
  const begun = await thief.browser?.call('people.beginPasskey')
  if (!begun?.ok) return
  const passkey = thief.newPasskey()
  if ((await thief.act('people.enrolPasskey', { answer: passkey.make(begun.value), label: 'x' })).ok) thief.keepPasskey(passkey)
}

/** Asks to change the account's e-mail address to the thief's, and keeps the link for later. */
async function changeEmail(thief: Thief): Promise<void> {
  await thief.act('people.changeEmail', { email: thief.email })
  for (const { token } of await thief.links('email'))
    thief.prepared.push({
      what: 'a link to another address',
      use: async () => (await new Browser(thief.portal).call('people.confirmEmail', { token })).ok,
    })
}

async function inviteAccomplice(thief: Thief): Promise<string | undefined> {
  await thief.act('people.inviteMember', { store: thief.world.code, email: thief.email, role: 'manager' })
  return (await thief.links('invitation')).at(-1)?.token
}

/** The accomplice accepts the invitation and enrols an app of their own. @returns their browser */
async function accept(thief: Thief, token: string): Promise<Browser> {
  const browser = new Browser(thief.portal)
  await browser.call('people.acceptInvitation', { token, name: 'A', password: wished, locale: 'en' })
  const begun = await browser.call('people.beginTotp')
  if (begun.ok) await browser.call('people.enrolTotp', { code: App.of(thief.portal, begun.value.text).now(), proof: null })
  return browser
}

/** Chooses a password by each link that came by mail; its session has only the first factor. @returns whether a link worked */
async function usePasswordLinks(thief: Thief): Promise<boolean> {
  let hasWorked = false
  for (const { token } of await thief.links('password')) {
    const browser = new Browser(thief.portal)
    if (!(await browser.call('people.choosePassword', { token, password: wished })).ok) continue
    hasWorked = true
    thief.passwords.add(wished)
    thief.browsers.push(browser)
  }
  return hasWorked
}

const askLink = async (thief: Thief) => {
  await new Browser(thief.portal).call('people.askPasswordLink', { email: thief.world.owner.email })
  await thief.portal.mailsArrive()
}

export const attempts = {
  nothing: async () => {},
  'replace the authenticator app': enrolApp,
  'add a passkey': enrolPasskey,
  'renew the recovery codes': async (thief) => {
    const done = await thief.act('people.renewRecoveryCodes')
    if (done.ok) thief.keepCodes('renewed recovery codes', done.value)
  },
  'ask for another address, and confirm it later': changeEmail,
  'ask for another address, and confirm it at once': async (thief) => {
    await changeEmail(thief)
    for (const { use } of thief.prepared) if (await use()) thief.emails.add(thief.email)
  },
  'invite an accomplice, who comes later': async (thief) => {
    const token = await inviteAccomplice(thief)
    if (token) thief.prepared.push({ what: 'an invitation', use: async () => sees(thief.world, await accept(thief, token)) })
  },
  'invite an accomplice, who comes at once': async (thief) => {
    const token = await inviteAccomplice(thief)
    if (!token) return
    const browser = await accept(thief, token)
    thief.prepared.push({ what: accomplice, use: () => sees(thief.world, browser) })
  },
  'begin an app, and finish it later': async (thief) => {
    const app = await beginApp(thief)
    if (app)
      thief.prepared.push({
        what: 'an app that was begun',
        use: async () => {
          const done = await thief.act('people.enrolTotp', { code: app.now() })
          if (done.ok) thief.keepApp(app)
          return done.ok
        },
      })
  },
  'begin a passkey, and finish it later': async (thief) => {
    const begun = await thief.browser?.call('people.beginPasskey')
    const passkey = thief.newPasskey()
    if (begun?.ok)
      thief.prepared.push({
        what: 'a passkey that was begun',
        use: async () => {
          const done = await thief.act('people.enrolPasskey', { answer: passkey.make(begun.value), label: 'x' })
          if (done.ok) thief.keepPasskey(passkey)
          return done.ok
        },
      })
  },
  'change the password': async (thief) => {
    const done = await thief.act('people.changePassword', { current: [...thief.passwords][0] ?? 'guess', password: wished })
    if (done.ok) thief.passwords.add(wished)
  },
  'ask for a password by mail, and choose it at once': async (thief) => {
    await askLink(thief)
    await usePasswordLinks(thief)
  },
  'ask for a password by mail, and choose it later': async (thief) => {
    await askLink(thief)
    const links = await thief.links('password') // read now, because the thief loses the mailbox later
    for (const { token } of links)
      thief.prepared.push({
        what: 'a link to choose a password',
        use: async () => {
          const browser = new Browser(thief.portal)
          if (!(await browser.call('people.choosePassword', { token, password: wished })).ok) return false
          thief.passwords.add(wished)
          thief.browsers.push(browser)
          return true
        },
      })
  },
  'connect a sign-on of their own': async (thief) => {
    const subject = `subject-of-thief-${thief.world.number}`
    await thief.act('people.connectMarketplace')
    thief.portal.centre.account = accountOf(thief.world, subject, true)
    if (await thief.browser?.signOn()) thief.subjects.add(subject)
  },
  'begin to connect a sign-on, and finish it later': async (thief) => {
    const subject = `subject-of-thief-${thief.world.number}`
    await thief.act('people.connectMarketplace')
    thief.prepared.push({
      what: 'a sign-on that was begun',
      use: async () => {
        thief.portal.centre.account = accountOf(thief.world, subject, true)
        return (await thief.browser?.signOn()) === true && thief.browser !== undefined && sees(thief.world, thief.browser)
      },
    })
  },
  'remove the owner’s factor': async (thief) => {
    await enrolPasskey(thief)
    await thief.act('people.removeFactor', { which: 'totp' })
  },
  'sign in a second time': async (thief) => {
    const { owner } = thief.world
    for (const password of thief.passwords) {
      const browser = new Browser(thief.portal)
      if (!(await browser.signIn(owner.email, password))) continue
      thief.browsers.push(browser)
      const code = thief.codes.shift()
      if (code) await browser.call('people.proveFactor', { kind: 'totp', code })
      if (code) thief.used.push(code)
    }
  },
  'keep a live page open': async (thief) => {
    for (const browser of thief.browsers) {
      const stream = await browser.listen(thief.world.code)
      if (stream) thief.streams.push(stream)
    }
  },
  'type wrong codes until nobody gets in': async (thief) => {
    const { owner } = thief.world
    for (let n = 0; n < 8; n++) {
      const browser = new Browser(thief.portal)
      if (!(await browser.signIn(owner.email, [...thief.passwords][0] ?? 'guess'))) continue
      for (let left = 0; left < 5; left++) await browser.call('people.proveFactor', { kind: 'totp', code: '000000' })
    }
  },
  'use one code for several acts at once': async (thief) => {
    const code = thief.codes[0]
    const begun = await thief.browser?.call('people.beginPasskey')
    if (!thief.browser || !begun?.ok) return
    const proof = code ? { kind: 'totp', code } : { kind: 'demo' }
    const passkey = thief.newPasskey()
    const [codes, key, invited] = await Promise.all([
      thief.browser.call('people.renewRecoveryCodes', { proof }),
      thief.browser.call('people.enrolPasskey', { answer: passkey.make(begun.value), label: 'x', proof }),
      thief.browser.call('people.inviteMember', { store: thief.world.code, email: thief.email, role: 'manager', proof }),
    ])
    if (codes.ok) thief.keepCodes('renewed recovery codes', codes.value)
    if (key.ok) thief.keepPasskey(passkey)
    thief.opened = [codes, key, invited].filter((one) => one.ok).length
    const token = invited.ok ? (await thief.links('invitation')).at(-1)?.token : undefined
    if (token) thief.prepared.push({ what: 'an invitation', use: async () => sees(thief.world, await accept(thief, token)) })
  },
  'use a passkey’s answer for another act, and twice': async (thief) => {
    const { owner, portal } = thief.world
    const begun = await owner.browser.call('people.beginPasskey')
    const passkey = thief.newPasskey()
    if (!begun.ok || !thief.browser) return
    const proof = { kind: 'totp', code: await owner.app.next(owner.id) }
    await owner.browser.call('people.enrolPasskey', { answer: passkey.make(begun.value), label: 'the owner’s', proof })
    // The thief tricks the owner into approving an act that looks harmless.
    const asked = await thief.browser.call('people.askProof', { verb: 'recovery_codes.renew', content: {} })
    if (!asked.ok) return
    const answer = { kind: 'passkey', answer: passkey.use(asked.value) }
    const invited = await thief.browser.call('people.inviteMember', {
      store: thief.world.code,
      email: thief.email,
      role: 'manager',
      proof: answer,
    })
    const [codes, again] = [
      await thief.browser.call('people.renewRecoveryCodes', { proof: answer }),
      await thief.browser.call('people.renewRecoveryCodes', { proof: answer }),
    ]
    if (codes.ok) thief.keepCodes('renewed recovery codes', codes.value)
    thief.opened = [codes, again, invited].filter((one) => one.ok).length
    await portal.mailsArrive()
  },
  'undo what the owner did, and begin anew': async (thief) => {
    if (!thief.readsMail) return
    for (const { token } of await thief.links('undo')) await new Browser(thief.portal).call('people.undoChange', { token })
    await usePasswordLinks(thief)
    for (const browser of thief.browsers) await enrolsFirst(thief, browser)
  },
  'keep the links that undo a change': async (thief) => {
    if (!thief.readsMail) return
    for (const { token } of await thief.links('undo'))
      thief.prepared.push({
        what: 'a link that undoes a change',
        use: async () => {
          await new Browser(thief.portal).call('people.undoChange', { token })
          return false // whatStillWorks() finds what it restores
        },
      })
  },
} as const satisfies Record<string, Attempt>

export type AttemptName = keyof typeof attempts
