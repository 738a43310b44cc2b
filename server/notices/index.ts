import 'server-only'
export { listOutbox, type OutboxMail } from './list-outbox.ts'
export { forgetMails, sendMail } from './send-mail.ts'
