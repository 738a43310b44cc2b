import { answerAuth } from '#server/api/auth.ts'

export { answerAuth as GET, answerAuth as POST }
