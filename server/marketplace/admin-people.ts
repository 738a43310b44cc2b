import { carryOutOwner, disablePerson, proposeOwner, removeStaff } from '#server/people/index.ts'
import { Refusal } from '#server/platform/errors.ts'
import { CommandError, operator } from './credentials/operator.ts'

type Options = Readonly<Record<string, string | undefined>>
const text = (options: Options, name: string) => options[name] ?? ''

/** Turns a refusal of server/people into a sentence for the operator. */
export async function explainRefusal<Answer>(work: Promise<Answer>, words: Readonly<Record<string, string>>): Promise<Answer> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refusal) throw new CommandError(words[error.code] ?? error.code)
    throw error
  }
}

const nobody = { not_found: 'no person has this e-mail address' }

/** Commands that end a person's access, and the replacement of a store's owner by two members of staff. */
export const peopleCommands = {
  'staff remove': {
    needs: ['email'],
    does: 'removes a person from the staff; their staff sessions end within a second, and they may still sign in',
    run: async (given: Options) => {
      await explainRefusal(removeStaff(operator, text(given, 'email')), { not_found: 'this person is not a member of staff' })
      return 'the person is no longer a member of staff'
    },
  },
  'person disable': {
    needs: ['email'],
    does: 'disables a person: their sessions end within a second, and they can’t sign in',
    run: async (given: Options) => {
      await explainRefusal(disablePerson(operator, text(given, 'email'), true), nobody)
      return 'the person is disabled; `person enable` lets them sign in again'
    },
  },
  'person enable': {
    needs: ['email'],
    does: 'lets a disabled person sign in again, with their former password and second factors',
    run: async (given: Options) => {
      await explainRefusal(disablePerson(operator, text(given, 'email'), false), nobody)
      return 'the person may sign in again'
    },
  },
  'owner propose': {
    needs: ['marketplace', 'seller', 'email', 'reason', 'as'],
    does: 'proposes a new owner of a store; --as: e-mail address of the proposing member of staff (admin or reviewer)',
    run: async (given: Options) => {
      const { marketplace, seller, email, reason } = given
      if (text(given, 'reason').trim().length < 10) throw new CommandError('--reason must have at least ten characters')
      const wish = { by: text(given, 'as'), marketplace: marketplace ?? '', seller: seller ?? '', email: email ?? '', reason: reason ?? '' }
      const { id, hash, store } = await explainRefusal(proposeOwner(operator, wish), {
        not_allowed: '--as must be staff of this marketplace with the role admin or reviewer, and not the new owner',
        not_found: 'this marketplace has no such seller',
        already_invited: 'a proposal for this store is open',
      })
      return `${store}: ${email ?? ''} is proposed as its owner\nto confirm, another member of staff runs within three days:\nnpm run admin -- owner replace --proposal ${id} --hash ${hash} --as …`
    },
  },
  'owner replace': {
    needs: ['proposal', 'hash', 'as'],
    does: 'confirms a proposal and replaces the owner; --as: e-mail address of another member of staff (admin or approver)',
    run: async (given: Options) => {
      const id = text(given, 'proposal')
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
        throw new CommandError('--proposal must be the id that `owner propose` printed')
      await explainRefusal(carryOutOwner(operator, { by: text(given, 'as'), id, hash: text(given, 'hash') }), {
        not_allowed:
          '--as must be staff of this marketplace with the role admin or approver, and neither the one who proposed it nor the new owner',
        not_found: 'no open proposal has this id and hash',
      })
      return 'the owner is replaced; the former owner is notified by e-mail'
    },
  },
}
