import type { SellerRole, StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { StoryName } from './shops.ts'

/** A person who can sign in to the demo with one click. */
export type DemoPerson = {
  email: string
  name: string
  locale: Locale
  stores: readonly { story: StoryName; role: SellerRole }[]
  /** Roles in the marketplace's staff; members of stores have none. */
  staff?: readonly StaffRole[]
  /** What their pages show, for the person who starts the demo. */
  about: string
}

/** In the order in which they are best explored. */
export const people: readonly DemoPerson[] = [
  {
    email: 'lin.xiaotong@qingyu-smart.example',
    name: '林晓彤',
    locale: 'zh-CN',
    stores: [{ story: 'shenzhen', role: 'owner' }],
    about: 'Shenzhen: money in every bucket, RMB and USD, a dispute still open',
  },
  {
    email: 'wang.haitao@qingyu-smart.example',
    name: '王海涛',
    locale: 'zh-CN',
    stores: [{ story: 'shenzhen', role: 'finance' }],
    about: 'the same store, as its finance team: reads and exports',
  },
  {
    email: 'grace.lin@qingyu-smart.example',
    name: 'Grace Lin',
    locale: 'en',
    stores: [{ story: 'shenzhen', role: 'manager' }],
    about: 'the same store in English, as a manager',
  },
  {
    email: 'wingki.chan@harbourlane.example',
    name: '陳詠琪 Wing-ki Chan',
    locale: 'zh-TW',
    stores: [
      { story: 'hongkong-home', role: 'owner' },
      { story: 'hongkong-outdoor', role: 'owner' },
    ],
    about: 'Hong Kong: one company, two stores, RMB and USD',
  },
  {
    email: 'marcus.wong@harbourlane.example',
    name: 'Marcus Wong',
    locale: 'en',
    stores: [{ story: 'hongkong-outdoor', role: 'viewer' }],
    about: 'one of the two, as a viewer',
  },
  {
    email: 'lin.jiaying@daoyu-select.example',
    name: '林佳穎',
    locale: 'zh-TW',
    stores: [{ story: 'taiwan', role: 'owner' }],
    about: 'Taiwan: in debt after a large return',
  },
  {
    email: 'anna.bergmann@uferwerk.example',
    name: 'Anna Bergmann',
    locale: 'en',
    stores: [{ story: 'germany', role: 'owner' }],
    about: 'Germany: money was released, the account is not opened yet',
  },
  {
    email: 'zhou.jin@chaju.example',
    name: '周瑾',
    locale: 'zh-CN',
    stores: [{ story: 'quiet', role: 'owner' }],
    about: 'Chengdu: opened, and nothing has happened',
  },
  {
    email: 'chen.jianguo@wanxiang-yw.example',
    name: '陈建国',
    locale: 'zh-CN',
    stores: [{ story: 'large', role: 'owner' }],
    about: 'Yiwu: a very large seller, 100,000 movements',
  },
  ...(
    [
      ['su.min', '苏敏', 'zh-CN', ['reviewer'], 'the marketplace’s side: a reviewer, who looks at what sellers ask for'],
      ['hsu.yawen', '許雅雯', 'zh-TW', ['approver'], 'an approver: confirms what somebody else proposed'],
      ['hannah.weiss', 'Hannah Weiss', 'en', ['reviewer', 'approver'], 'a reviewer who is an approver too, in English'],
      ['gu.wei', '顾伟', 'zh-CN', ['treasurer'], 'the treasurer, whose work is the bank'],
      ['oliver.grant', 'Oliver Grant', 'en', ['auditor'], 'an auditor: reads all, changes nothing'],
      ['priya.nair', 'Priya Nair', 'en', ['admin'], 'an administrator: people and policies, no money'],
    ] as const
  ).map(([mailbox, name, locale, staff, about]) => ({ email: `${mailbox}@marketplace.example`, name, locale, stores: [], staff, about })),
]
