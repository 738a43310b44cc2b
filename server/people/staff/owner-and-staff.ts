import { errorCode, Refusal } from '#server/platform/errors.ts'

/**
 * Runs work that may make a person staff or a store's owner. Nobody may be both: the database refuses it
 * (refuse_owner_and_staff() of db/migrations/0009_people.sql).
 * @throws Refusal owner_and_staff
 */
export async function refusingOwnerAndStaff<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (errorCode(error) === 'PE001') throw new Refusal('owner_and_staff')
    throw error
  }
}
