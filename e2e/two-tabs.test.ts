import { expect, type Page, test } from '@playwright/test'
import { shops } from '#demo/shops.ts'
import type { AppRouter } from '#server/api/router.ts'
import { paths, type StorePaths } from '#server/platform/paths.ts'
import { accessible, enter, loaded, paid, pagesOf, personOf, portalTime, post } from './demo.ts'

// Two stores of one person in two tabs: a change applies to the store of its page, though the other store was opened last.

type Routes = AppRouter['_def']['record']
type Changes<Route> = Route extends { _def: { type: 'mutation'; $types: { input: infer Input } } }
  ? Input extends { store: string }
    ? true
    : false
  : false
/** Every mutation of the router that takes a store; without a case for each, `cases` does not compile. */
type StoreMutation = {
  [Room in keyof Routes]: {
    [Name in keyof Routes[Room]]: Changes<Routes[Room][Name]> extends true ? `${Room}.${Name & string}` : never
  }[keyof Routes[Room]]
}[keyof Routes]

/** The tab of the first store, the paths of both stores, and a text that is unique to this run. */
type Scene = { readonly page: Page; readonly mine: StorePaths; readonly other: StorePaths; readonly tag: string }

type Case = {
  /** The page on which the change is made. */
  readonly at: (scene: Scene) => string | Promise<string>
  readonly press: (scene: Scene) => Promise<unknown>
  /** The page that shows the effect in a given store. */
  readonly shown: (at: StorePaths) => string
  readonly effect: (page: Page, scene: Scene) => ReturnType<Page['locator']>
  /** The change removes the element that `effect` finds. */
  readonly gone?: true
  /** Restores state that other journeys rely on. */
  readonly after?: (scene: Scene) => Promise<unknown>
}

const outdoor = shops.find(({ story }) => story === 'hongkong-outdoor')
const home = personOf('hongkong-home')
const email = (tag: string) => `colleague-${tag}@harbourlane.example`
const viewName = (tag: string) => `view ${tag}`
const team = (at: StorePaths) => at.team()
const invitation = (page: Page, { tag }: Scene) => page.getByRole('listitem').filter({ hasText: email(tag) })
const view = (page: Page, { tag }: Scene) => page.getByRole('link', { name: viewName(tag) })
const member = (page: Page) => page.getByRole('listitem').filter({ hasText: 'Marcus Wong' })
const narrowed = (at: StorePaths) => at.activity('USD', { bucket: 'pending' })

async function chooseZone({ page }: Scene, zone: string): Promise<void> {
  await page.getByLabel('商店時區').selectOption(zone)
  await page.getByRole('button', { name: '儲存時區' }).click()
  await expect(page.getByText('時區已儲存。')).toBeVisible()
}

async function giveRole({ page }: Scene, role: 'finance' | 'viewer'): Promise<void> {
  const row = member(page)
  await row.locator('summary').click()
  await row.getByLabel('角色').selectOption(role)
  await row.getByRole('button', { name: '儲存角色' }).click()
  await expect(row.getByText({ finance: '財務', viewer: '僅檢視' }[role], { exact: true }).first()).toBeVisible()
}

/** In the order in which they depend on each other; `elsewhere` says why this journey omits one, and where it is tested. */
const cases: Record<StoreMutation, Case | { readonly elsewhere: string }> = {
  'sellers.chooseTimeZone': {
    at: ({ mine }) => mine.settings(),
    press: (scene) => chooseZone(scene, 'Asia/Tokyo'),
    shown: (at) => at.settings(),
    effect: (page) => page.locator('option[value="Asia/Tokyo"]:checked'),
    after: async (scene) => {
      await scene.page.goto(scene.mine.settings())
      await chooseZone(scene, 'Asia/Hong_Kong')
    },
  },
  'activity.keepView': {
    at: ({ mine }) => narrowed(mine),
    async press({ page, tag }) {
      await page.getByText('存為常用篩選').click()
      await page.getByLabel('名稱').fill(viewName(tag))
      await page.getByRole('button', { name: '儲存', exact: true }).click()
    },
    shown: (at) => at.activity('USD'),
    effect: view,
  },
  'activity.removeView': {
    at: ({ mine }) => narrowed(mine),
    press: ({ page }) => page.getByRole('button', { name: '刪除此常用篩選' }).click(),
    shown: (at) => at.activity('USD'),
    effect: view,
    gone: true,
  },
  'people.inviteMember': {
    at: ({ mine }) => mine.team(),
    async press({ page, tag }) {
      await page.getByLabel('同事的電子郵件').fill(email(tag))
      await page.getByRole('button', { name: '寄送邀請', exact: true }).click()
    },
    shown: team,
    effect: invitation,
  },
  'people.sendInvitationAgain': {
    at: ({ mine }) => mine.team(),
    press: ({ page, tag }) => page.getByRole('button', { name: `重新寄送給 ${email(tag)}` }).click(),
    shown: team,
    effect: (page, scene) => invitation(page, scene).filter({ hasText: '已寄送 2 次' }),
  },
  'people.withdrawInvitation': {
    at: ({ mine }) => mine.team(),
    press: ({ page, tag }) => page.getByRole('button', { name: `撤回給 ${email(tag)} 的邀請` }).click(),
    shown: team,
    effect: invitation,
    gone: true,
  },
  'people.changeRole': {
    at: ({ mine }) => mine.team(),
    press: (scene) => giveRole(scene, 'finance'),
    shown: team,
    effect: (page) => member(page).filter({ hasText: '檢視與匯出' }),
    after: async (scene) => {
      await scene.page.goto(scene.mine.team())
      await giveRole(scene, 'viewer')
    },
  },
  'requests.ask': {
    async at({ mine, tag }) {
      const [sale, of] = [paid('12.34'), { order_id: `tabs-${tag}`, line_id: '1' }]
      await post(outdoor?.sellerId ?? '', { ...sale, data: { ...sale.data, ...of } })
      await post(outdoor?.sellerId ?? '', { type: 'order.shipped', data: { ...of, at: await portalTime() } })
      return mine.newRequest({ order: of.order_id, line: of.line_id })
    },
    async press({ page }) {
      await page.getByLabel('送達證明').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
      await page.getByRole('button', { name: '送出請款' }).click()
      await page.waitForURL(/requests\?asked/)
    },
    shown: (at) => at.requests(),
    effect: (page, { tag }) => page.getByRole('main').filter({ hasText: `tabs-${tag}` }), // a request's list item contains further items
  },
  'identity.choose': { elsewhere: 'its steps need each other: e2e/identity.test.ts, and server/api/two-stores.db.test.ts' },
  'identity.saveDetails': { elsewhere: 'its steps need each other: e2e/identity.test.ts, and server/api/two-stores.db.test.ts' },
  'identity.keepPage': { elsewhere: 'its steps need each other: e2e/identity.test.ts, and server/api/two-stores.db.test.ts' },
  'identity.submit': { elsewhere: 'its steps need each other: e2e/identity.test.ts, and server/api/two-stores.db.test.ts' },
  'people.removeMember': { elsewhere: 'takes somebody from other journeys: server/api/two-stores.db.test.ts' },
  'sellers.openAccount': { elsewhere: 'both stores are open: server/api/two-stores.db.test.ts' },
  'people.askStoreProof': { elsewhere: 'asks a passkey, which the demo’s people don’t have: server/people/factors/prove-act.db.test.ts' },
}

/**
 * Waits until `/` leads to the store. The portal remembers the last opened store only after it has answered with its page.
 * @param look opens stores, again at each attempt, because another journey of the same person may open one in between
 */
async function leadsHome(page: Page, at: StorePaths, look: () => Promise<unknown>): Promise<void> {
  await expect(async () => {
    await look()
    await page.goto(paths.home())
    expect(pagesOf(page).overview()).toBe(at.overview())
  }).toPass()
}

test('with two stores in two tabs every change is made in the store of its page', async ({ page, context }) => {
  test.slow()
  const other = await enter(page, home.name, home.store)
  const mine = await enter(page, home.name, outdoor?.name)
  const tab = await context.newPage()
  const scene = { page, mine, other, tag: String(Date.now()) }
  for (const [name, one] of Object.entries(cases)) {
    if ('elsewhere' in one) continue
    await test.step(name, async () => {
      await page.goto(await one.at(scene))
      await leadsHome(tab, other, () => tab.goto(other.overview()))
      await one.press(scene)
      const count = one.gone ? 0 : 1
      await expect(async () => {
        await page.goto(one.shown(mine))
        await loaded(page)
        await expect(one.effect(page, scene)).toHaveCount(count, { timeout: 2_000 })
      }).toPass()
      await tab.goto(one.shown(other))
      await loaded(tab)
      await expect(tab.getByRole('heading', { level: 1 })).toBeAttached()
      await expect(one.effect(tab, scene)).toHaveCount(0)
      await one.after?.(scene)
    })
  }
})

test('the frame and the figures are of one store, after each click and each way of opening a page', async ({ page, context }) => {
  const other = await enter(page, home.name, home.store)
  const mine = await enter(page, home.name, outdoor?.name)
  const tab = await context.newPage()
  await tab.goto(other.overview())
  for (const [link, to] of [
    ['撥款', mine.releases()],
    ['資金明細', mine.activity('CNY')],
    ['總覽', mine.overview()],
  ] as const) {
    await page.getByRole('navigation').first().getByRole('link', { name: link }).click()
    await page.waitForURL(`**${to}`)
    await expect(page.getByRole('banner')).toContainText(outdoor?.name ?? '')
  }
  await page.goto(mine.activity('USD', { period: '30d' }))
  await expect(page).toHaveTitle(new RegExp(outdoor?.name ?? '')) // the title tells two tabs apart
  await page.getByRole('button', { name: /切換商店/ }).click()
  await page.getByRole('banner').getByRole('link', { name: home.store }).click()
  await page.waitForURL(`**${other.activity('USD')}`) // the same page of the other store
  await expect(page.getByRole('banner').getByRole('button', { name: /切換商店/ })).toContainText(home.store)
})

test('a 404 within a store links to the overview of that store, not of the last one opened', async ({ page, context }) => {
  const other = await enter(page, home.name, home.store)
  const mine = await enter(page, home.name, outdoor?.name)
  for (const path of [`${mine.overview()}/nowhere`, mine.order('nothing'), mine.activity('XYZ')]) {
    await page.goto(path)
    const tab = await context.newPage()
    await tab.goto(other.overview())
    await tab.close()
    await expect(page.getByRole('heading', { name: '找不到這個頁面' })).toBeVisible()
    await page.getByRole('main').getByRole('link', { name: '回到總覽' }).click()
    await expect(page).toHaveURL(mine.overview())
  }
})

test('a request without Sec-Fetch headers remembers the store; a page that refreshes itself does not', async ({ page }) => {
  const other = await enter(page, home.name, home.store)
  const mine = await enter(page, home.name, outdoor?.name)
  const open = () => page.request.get(other.overview())
  await leadsHome(page, mine, () => page.goto(mine.overview()))
  await leadsHome(page, other, open)
  await leadsHome(page, other, async () => {
    await open()
    await page.request.get(mine.overview(), { headers: { 'sec-fetch-dest': 'empty' } })
  })
})

test('an address without a store code asks a person with several stores to choose one', async ({ page }) => {
  const other = await enter(page, home.name, home.store)
  const mine = await enter(page, home.name, outdoor?.name)
  const former = (path: string) => path.slice(mine.overview().length)
  const search = { bucket: 'pending', period: '30d' } as const
  await page.goto(former(mine.activity('USD', search)))
  await expect(page.getByRole('heading', { name: '選擇商店' })).toBeVisible()
  await accessible(page)
  await expect(page.getByRole('main').getByRole('link')).toContainText([/已開通/, /已開通/])
  await page.getByRole('link', { name: home.store }).click()
  await expect(page).toHaveURL(other.activity('USD', search))
  const signs = 'a{b}|c[1]^`' // browsers send these characters unencoded
  await page.goto(former(mine.activity('USD', `?ref=${signs}`)))
  await page.getByRole('link', { name: outdoor?.name ?? '' }).click()
  await expect(page).toHaveURL(mine.activity('USD', { ref: signs }))
  await page.goto(former(mine.settings()))
  await page.getByRole('button', { name: '登出' }).click()
  await expect(page).toHaveURL(paths.signIn())
})

test('an old address without a store code redirects to the same page of the only store, with its query', async ({ page }) => {
  const at = await enter(page, personOf('shenzhen').name)
  const former = (path: string) => path.slice(at.overview().length)
  for (const path of [at.activity('USD', '?type=refund&type=hold&ref=A+1'), at.order('4711'), at.security(), at.help({ q: '手续' })]) {
    const answer = await page.request.get(former(path), { maxRedirects: 0 })
    expect(answer.status()).toBe(307)
    const next = await page.request.get(answer.headers().location ?? '', { maxRedirects: 0 })
    expect([next.status(), new URL(next.headers().location ?? '', page.url()).href]).toEqual([307, new URL(path, page.url()).href])
  }
})
