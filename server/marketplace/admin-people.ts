import { carryOutOwner, disablePerson, proposeOwner, removeStaff } from '#server/people/index.ts'
import { Refusal } from '#server/platform/errors.ts'
import { Mistake, operator } from './credentials/mistake.ts'

type Options = Readonly<Record<string, string | undefined>>
const text = (options: Options, name: string) => options[name] ?? ''

/** Says a refusal of the people's room in the operator's words. */
export async function orMistake<Answer>(work: Promise<Answer>, words: Readonly<Record<string, string>>): Promise<Answer> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refusal) throw new Mistake(words[error.code] ?? error.code)
    throw error
  }
}

const nobody = { not_found: 'nobody has this address' }

/** Commands that end somebody's access, and the replacement of a store's owner by two members of staff. */
export const peopleCommands = {
  'staff remove': {
    needs: ['email'],
    does: 'ends somebody’s work for the marketplace within a second; their sign-in stays',
    run: async (given: Options) => {
      await orMistake(removeStaff(operator, text(given, 'email')), { not_found: 'this person is no member of staff' })
      return 'the person is no member of staff any more'
    },
  },
  'person disable': {
    needs: ['email'],
    does: 'ends all that a person has open within a second and lets them in no more',
    run: async (given: Options) => {
      await orMistake(disablePerson(operator, text(given, 'email'), true), nobody)
      return 'disabled; person enable lets them in again'
    },
  },
  'person enable': {
    needs: ['email'],
    does: 'lets a person who was disabled in again, by the password and factors that they had',
    run: async (given: Options) => {
      await orMistake(disablePerson(operator, text(given, 'email'), false), nobody)
      return 'the person may sign in again'
    },
  },
  'owner propose': {
    needs: ['marketplace', 'seller', 'email', 'reason', 'as'],
    does: 'proposes another owner of a store; --as the address of the member of staff (admin or reviewer) who proposes',
    run: async (given: Options) => {
      const { marketplace, seller, email, reason } = given
      if (text(given, 'reason').trim().length < 10) throw new Mistake('--reason is a sentence: at least ten signs')
      const wish = { by: text(given, 'as'), marketplace: marketplace ?? '', seller: seller ?? '', email: email ?? '', reason: reason ?? '' }
      const { id, hash, store } = await orMistake(proposeOwner(operator, wish), {
        not_allowed: 'whoever proposes is staff of this marketplace with the role admin or reviewer, and not the new owner',
        not_found: 'this marketplace has no such seller',
        already_invited: 'a proposal for this store is open',
      })
      return `${store}: ${email ?? ''} is proposed as its owner\nanother member of staff, within three days:\nnpm run admin -- owner replace --proposal ${id} --hash ${hash} --as …`
    },
  },
  'owner replace': {
    needs: ['proposal', 'hash', 'as'],
    does: 'carries a proposal out; --as the address of another member of staff (admin or approver) than proposed it',
    run: async (given: Options) => {
      const id = text(given, 'proposal')
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Mistake('--proposal is the id that owner propose printed')
      await orMistake(carryOutOwner(operator, { by: text(given, 'as'), id, hash: text(given, 'hash') }), {
        not_allowed:
          'whoever carries it out is staff of this marketplace with the role admin or approver, not who proposed it and not the new owner',
        not_found: 'no proposal with this id and hash is open',
      })
      return 'the owner is replaced; the former one has been told'
    },
  },
}
