import 'server-only'
export { listOutbox } from './list-outbox.ts'
export { forgetMails, sendMail } from './send-mail.ts'
