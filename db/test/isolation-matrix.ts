import { appRouter } from '#server/api/router.ts'
import { type App, type Made, permitDetails } from './people.ts'
import { proceduresOf } from './procedures.ts'

/**
 * The expected outcome of every procedure for every caller: `ok` or the refusal's code. A call names the caller's own store; all other ids
 * in the input belong to the first store. `half` is a member of the first store without a second factor, `stranger` owns another store,
 * `early` one that was closed before its account was opened. Calls that name another person's store, or none, have tests of their own.
 */
export const everybody = ['nobody', 'half', 'owner', 'manager', 'finance', 'viewer', 'stranger', 'early'] as const
export type Who = (typeof everybody)[number]
type Row = { input?: (world: World, proof: Proof) => object; is: Record<Who, string> }

/** An unused code of the caller's own authenticator app. */
export type Proof = Awaited<ReturnType<App['proof']>>

export const [ok, out, half, no, missing, early] = [
  'ok',
  'not_signed_in',
  'second_factor_needed',
  'not_allowed',
  'not_found',
  'account_not_open',
]
const anybody = (code = ok) => Object.fromEntries(everybody.map((who) => [who, code])) as Row['is']
const signed = (code = ok): Row['is'] => ({ ...anybody(code), nobody: out })
const both = (code = ok): Row['is'] => ({ ...signed(code), half })
/** Procedures that show amounts or orders: refused before the account is open. */
const opened = (): Row['is'] => ({ ...both(), early })
const managers = { finance: no, viewer: no }
const owners = { ...managers, manager: no }
const ownersOnly = (others = missing): Row['is'] => ({ ...both(others), owner: ok })

const token = 'x'.repeat(43)
const answer = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
}

/** Procedures of staff, refused to sellers. staff-isolation.db.test.ts tests the answers to staff. */
const ofStaff = proceduresOf(appRouter)
  .procedures.filter(([path]) => path.startsWith('staff.'))
  .map(([path]): [string, Row] => [path, { is: both(missing) }])

export const matrix: Record<string, Row> = {
  ...Object.fromEntries(ofStaff),
  'activity.list': { input: () => ({ currency: 'USD', filter: { reference: 'canary-order' } }), is: opened() },
  // Both stores have a movement with this version; each caller sees their own.
  'activity.movement': { input: () => ({ currency: 'USD', version: 1 }), is: opened() },
  'activity.day': { input: () => ({ currency: 'USD', date: '2099-01-01' }), is: opened() },
  'activity.views': { is: opened() },
  'activity.keepView': { input: () => ({ name: 'refunds', currency: 'USD', filter: { kinds: ['refund'] } }), is: opened() },
  // Each caller removes their own view; only the first store's owner has one with this name.
  'activity.removeView': { input: () => ({ name: 'CANARY kept' }), is: opened() },
  'balances.now': { is: opened() },
  'balances.overview': { is: opened() },
  'balances.live': { is: both() },
  'forecast.calendar': { input: () => ({ currency: 'USD', on: 'undated' }), is: opened() },
  'forecast.why': { input: () => ({ currency: 'USD' }), is: opened() },
  'identity.read': { is: opened() },
  'identity.choose': { input: () => ({ region: 'CN', type: 'resident_id' }), is: { ...opened(), ...owners } },
  'identity.saveDetails': { input: () => permitDetails(), is: { ...opened(), ...owners } },
  'identity.keepPage': { input: () => ({ page: 'front', files: [] }), is: { ...opened(), ...owners } },
  'identity.submit': { input: () => ({ declared: true }), is: { ...opened(), ...owners } },
  'identity.picture': { input: (world) => ({ id: world.picture }), is: { ...opened(), ...owners, stranger: missing } },
  'policies.figures': { is: both() },
  'releases.list': { input: () => ({ show: 'all' }), is: opened() },
  'releases.order': { input: () => ({ orderId: 'canary-order' }), is: opened() },
  'requests.list': { input: (world) => ({ place: { at: world.request } }), is: opened() },
  'requests.ofOrder': { input: () => ({ orderId: 'canary-order' }), is: opened() },
  'requests.asking': {
    input: () => ({ orderId: 'canary-order', lineId: 'canary-line' }),
    is: { ...opened(), ...managers, stranger: missing },
  },
  'requests.ask': {
    input: () => ({ orderId: 'canary-order', lineId: 'canary-line', note: '', files: [] }),
    is: { ...opened(), ...managers, stranger: missing },
  },
  'requests.proof': { input: (world) => ({ id: world.proof }), is: { ...opened(), stranger: missing } },
  'sellers.opening': { is: both() },
  'sellers.openAccount': { input: () => ({ terms: null, locale: 'en' }), is: { ...both(), ...owners } },
  'sellers.consents': { is: both() },
  'sellers.chooseTimeZone': { input: () => ({ zone: 'Asia/Taipei' }), is: { ...both(), ...managers } },
  'people.askPasswordLink': { input: (world) => ({ email: world.people.owner.email }), is: anybody() },
  'people.choosePassword': { input: () => ({ token, password: 'plum 37 stairs' }), is: anybody('link_expired') },
  'people.readInvitation': { input: () => ({ token }), is: anybody() },
  'people.askInvitationAgain': { input: () => ({ token }), is: anybody() },
  'people.acceptInvitation': {
    input: () => ({ token, name: 'X', password: 'plum 37 stairs', locale: 'en' }),
    is: anybody('link_expired'),
  },
  'people.confirmEmail': { input: () => ({ token }), is: anybody('link_expired') },
  'people.undoChange': { input: () => ({ token }), is: anybody('link_expired') },
  'people.me': { is: signed() },
  'people.signOut': { is: signed() },
  'people.askPasskey': { is: signed() },
  'people.proveFactor': { input: () => ({ kind: 'totp', code: '000000' }), is: signed('wrong_code') },
  'people.beginTotp': { is: both() },
  'people.enrolTotp': { input: (_, proof) => ({ code: '000000', proof }), is: { ...signed('link_expired'), half } },
  'people.beginPasskey': { is: both() },
  'people.enrolPasskey': { input: (_, proof) => ({ answer, label: 'x', proof }), is: { ...signed('wrong_code'), half } },
  'people.chooseLocale': { input: () => ({ locale: 'en' }), is: signed() },
  'people.joinStore': { input: (world) => ({ token: world.invitation }), is: both(no) },
  'people.factors': { is: both() },
  'people.sessions': { is: both() },
  'people.endSession': { input: (world) => ({ id: world.session }), is: ownersOnly() },
  'people.endOtherSessions': { is: both() },
  'people.team': { is: { ...both(), ...owners } },
  'people.inviteMember': {
    input: (world, proof) => ({ email: world.people.viewer.email, role: 'finance', proof }),
    is: { ...both('already_member'), ...owners, stranger: ok, early: ok },
  },
  'people.changeRole': {
    input: (world, proof) => ({ userId: world.people.half.id, role: 'viewer', proof }),
    is: { ...both(), ...owners, stranger: missing, early: missing },
  },
  'people.removeMember': {
    input: (world, proof) => ({ userId: world.people.half.id, proof }),
    is: { ...both(), ...owners, stranger: missing, early: missing },
  },
  'people.freeze': { is: both() },
  'people.sendInvitationAgain': {
    input: (world) => ({ id: world.invitationId }),
    is: { ...both(), ...owners, stranger: missing, early: missing },
  },
  'people.withdrawInvitation': {
    input: (world) => ({ id: world.invitationId }),
    is: { ...both(), ...owners, stranger: missing, early: missing },
  },
  'people.identities': { is: both() },
  'people.askProof': { input: () => ({ verb: 'email.change', content: { email: 'elsewhere@example.com' } }), is: both() },
  'people.askStoreProof': {
    input: (world) => ({ verb: 'member.remove', content: { userId: world.people.half.id } }),
    is: { ...both(), ...owners },
  },
  'people.connectMarketplace': { input: (_, proof) => ({ proof }), is: both() },
  'people.removeIdentity': { input: (world, proof) => ({ id: world.identity, proof }), is: ownersOnly() },
  'people.changePassword': { input: (_, proof) => ({ current: 'guess', password: 'a new one', proof }), is: both('wrong_credentials') },
  'people.changeEmail': { input: (_, proof) => ({ email: 'elsewhere@example.com', proof }), is: both() },
  'people.removeFactor': { input: (_, proof) => ({ which: { passkey: 'canary-passkey' }, proof }), is: ownersOnly() },
  'people.renewRecoveryCodes': { input: (_, proof) => ({ proof }), is: both() },
  // The tests' process is no demo. server/sandbox/sandbox.db.test.ts tests a demo's answers.
  'sandbox.clock': { is: both() },
  'sandbox.moveClock': { input: () => ({ days: 1 }), is: both(missing) },
}

export type World = {
  stores: { first: number; second: number; early: number }
  /** The codes of these stores. */
  codes: { first: string; second: string; early: string }
  people: Record<Exclude<Who, 'nobody'>, Made>
  invitation: string
  /** Another open invitation to the first store. */
  invitationId: string
  /** A session of the first store's owner. */
  session: string
  request: string
  proof: string
  /** A picture of the first store's owner's document. */
  picture: string
  /** A sign-on of the first store's owner. */
  identity: string
  apps: Record<Exclude<Who, 'nobody'>, App>
}
