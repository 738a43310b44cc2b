import { answerReleaseForm } from '#server/api/release-form.ts'

export { answerReleaseForm as POST }
