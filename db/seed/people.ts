import type { SellerRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { StoryName } from './shops.ts'

/** Somebody who signs in to the demo with one click. */
export type DemoPerson = {
  email: string
  name: string
  locale: Locale
  stores: readonly { story: StoryName; role: SellerRole }[]
}

/** In the order in which the stories are best met. */
export const people: readonly DemoPerson[] = [
  { email: 'lin.xiaotong@qingyu-smart.example', name: '林晓彤', locale: 'zh-CN', stores: [{ story: 'shenzhen', role: 'owner' }] },
  { email: 'wang.haitao@qingyu-smart.example', name: '王海涛', locale: 'zh-CN', stores: [{ story: 'shenzhen', role: 'finance' }] },
  {
    email: 'wingki.chan@harbourlane.example',
    name: '陳詠琪 Wing-ki Chan',
    locale: 'zh-TW',
    stores: [
      { story: 'hongkong-home', role: 'owner' },
      { story: 'hongkong-outdoor', role: 'owner' },
    ],
  },
  { email: 'marcus.wong@harbourlane.example', name: 'Marcus Wong', locale: 'en', stores: [{ story: 'hongkong-outdoor', role: 'viewer' }] },
  { email: 'lin.jiaying@daoyu-select.example', name: '林佳穎', locale: 'zh-TW', stores: [{ story: 'taiwan', role: 'owner' }] },
  { email: 'anna.bergmann@uferwerk.example', name: 'Anna Bergmann', locale: 'en', stores: [{ story: 'germany', role: 'owner' }] },
  { email: 'zhou.jin@chaju.example', name: '周瑾', locale: 'zh-CN', stores: [{ story: 'quiet', role: 'owner' }] },
  { email: 'chen.jianguo@wanxiang-yw.example', name: '陈建国', locale: 'zh-CN', stores: [{ story: 'large', role: 'owner' }] },
]
