import { answerTrpc } from '#server/api/answer.ts'

export { answerTrpc as GET, answerTrpc as POST }
