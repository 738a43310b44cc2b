/** Kinds of mail of this room. A warning has a link that undoes what it warns of. */
export type PeopleMail =
  | 'invitation'
  | 'invitation-member'
  | 'invitation-staff'
  | 'password-reset'
  | 'password-finish'
  | 'password-undone'
  | 'email-confirm'
  | 'email-taken-back'
  | 'member-removed'
  | 'member-role'
  | 'owner-replaced'
  | Warning

/** Notices of a change that another person may have made. */
export type Warning =
  | 'password-changed'
  | 'email-asked'
  | 'email-changed'
  | 'factor-added'
  | 'factor-removed'
  | 'recovery-renewed'
  | 'recovery-used'
  | 'new-device'
  | 'identity-connected'
  | 'identity-removed'
  | 'member-invited'

declare module '#server/platform/mail.ts' {
  interface MailKinds {
    people: PeopleMail
  }
}
