import { answerPictureForm } from '#server/api/identity-pictures.ts'

export { answerPictureForm as POST }
