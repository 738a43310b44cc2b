import type { Habits } from './life.ts'
import type { Currency } from './wire.ts'

/** The name of a shop's story, which determines its data. */
export type StoryName = 'shenzhen' | 'hongkong-home' | 'hongkong-outdoor' | 'taiwan' | 'germany' | 'quiet' | 'large'

export type Shop = {
  story: StoryName
  /** The marketplace's id for the seller. */
  sellerId: string
  /** Two digits that begin the shop's order ids. */
  code: string
  name: string
  region: string
  email: string
  locale: string
  timeZone: string
  /** Days before today on which the marketplace registered the seller. */
  since: number
  /** Days before today on which the owner opened the account; null: not opened. */
  opened: number | null
  /** Orders on an average day now; a shop's first days have fewer. */
  ordersADay: number
  /** Share of orders paid in USD; the rest is CNY. */
  dollars: number
  /** Prices including freight, minor units. */
  prices: Readonly<Record<Currency, readonly bigint[]>>
  habits: Habits
  /** Hours between the posts of its backend. */
  feedHours: number
}

const china = ['Yanwen', 'SF International', 'China Post']
const usual: Habits = {
  shipDays: [0.6, 2.8],
  transitDays: [6, 16],
  carriers: china,
  early: 0,
  confirmed: 0.7,
  cancelled: 0.025,
  riskReview: 0.06,
  disputed: 0.02,
  returned: 0.025,
}
const none: Shop['prices'] = { USD: [], CNY: [] }

export const shops: readonly Shop[] = [
  {
    story: 'shenzhen',
    sellerId: 'szqy-3c',
    code: '31',
    name: '深圳市晴屿智能科技有限公司',
    region: 'CN',
    email: 'caiwu@qingyu-smart.example',
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    since: 120,
    opened: 118,
    ordersADay: 5,
    dollars: 0.6,
    prices: {
      USD: [1899n, 2450n, 3299n, 4590n, 5999n, 8950n, 12_900n, 18_650n],
      CNY: [8900n, 12_900n, 19_900n, 25_800n, 39_900n, 59_900n, 89_900n],
    },
    habits: { ...usual, early: 0.45, disputed: 0.03 },
    feedHours: 1,
  },
  {
    story: 'hongkong-home',
    sellerId: 'hk-harbourlane-home',
    code: '42',
    name: 'Harbour Lane Home 港巷家居',
    region: 'HK',
    email: 'accounts@harbourlane.example',
    locale: 'zh-TW',
    timeZone: 'Asia/Hong_Kong',
    since: 116,
    opened: 115,
    ordersADay: 3.2,
    dollars: 0.55,
    prices: { USD: [2280n, 3490n, 5680n, 7990n, 14_500n], CNY: [15_800n, 23_900n, 36_800n, 68_800n] },
    habits: { ...usual, carriers: ['Hongkong Post', 'DHL eCommerce'], transitDays: [5, 12], early: 0.3 },
    feedHours: 1,
  },
  {
    story: 'hongkong-outdoor',
    sellerId: 'hk-harbourlane-outdoor',
    code: '43',
    name: 'Harbour Lane Outdoor 港巷戶外',
    region: 'HK',
    email: 'outdoor@harbourlane.example',
    locale: 'zh-TW',
    timeZone: 'Asia/Hong_Kong',
    since: 64,
    opened: 63,
    ordersADay: 2.4,
    dollars: 0.8,
    prices: { USD: [3990n, 6450n, 9900n, 17_800n, 25_900n], CNY: [29_800n, 52_800n, 99_900n] },
    habits: { ...usual, carriers: ['Hongkong Post', 'DHL eCommerce'], transitDays: [5, 13] },
    feedHours: 1,
  },
  {
    story: 'taiwan',
    sellerId: 'tw-daoyu-xuanwu',
    code: '55',
    name: '島嶼選物工作室',
    region: 'TW',
    email: 'hello@daoyu-select.example',
    locale: 'zh-TW',
    timeZone: 'Asia/Taipei',
    since: 110,
    opened: 104,
    ordersADay: 1.1,
    dollars: 1,
    prices: { USD: [1280n, 1850n, 2690n, 3380n, 4950n], CNY: [] },
    habits: { ...usual, carriers: ['Chunghwa Post', 'SF International'], transitDays: [7, 14], disputed: 0.01 },
    feedHours: 1,
  },
  {
    story: 'germany',
    sellerId: 'de-uferwerk',
    code: '64',
    name: 'Uferwerk Haushaltswaren GmbH',
    region: 'DE',
    email: 'buchhaltung@uferwerk.example',
    locale: 'de-DE',
    timeZone: 'Europe/Berlin',
    since: 58,
    opened: null,
    ordersADay: 1.8,
    dollars: 0.85,
    prices: { USD: [2490n, 3990n, 6450n, 11_900n], CNY: [26_800n, 45_900n] },
    habits: { ...usual, carriers: ['DHL Paket', 'Deutsche Post'], transitDays: [5, 11] },
    feedHours: 1,
  },
  {
    story: 'quiet',
    sellerId: 'cd-jinping-tea',
    code: '76',
    name: '成都锦坪茶具店',
    region: 'CN',
    email: 'jinping@chaju.example',
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    since: 20,
    opened: 19,
    ordersADay: 0,
    dollars: 1,
    prices: none,
    habits: usual,
    feedHours: 1,
  },
  {
    story: 'large',
    sellerId: 'yw-wanxiang',
    code: '88',
    name: '义乌市万象小商品有限公司',
    region: 'CN',
    email: 'finance@wanxiang-yw.example',
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    since: 120,
    opened: 119,
    ordersADay: 232,
    dollars: 0.7,
    prices: {
      USD: [299n, 459n, 680n, 899n, 1250n, 1580n, 2290n, 3490n],
      CNY: [1990n, 2980n, 4590n, 6880n, 9900n, 15_800n],
    },
    habits: { ...usual, early: 1, cancelled: 0.015, riskReview: 0.01, returned: 0.02 },
    feedHours: 12,
  },
]

/** The shop of a story. */
export function shopOf(story: StoryName): Shop {
  const shop = shops.find((one) => one.story === story)
  if (!shop) throw new Error(`no story is called ${story}`)
  return shop
}
