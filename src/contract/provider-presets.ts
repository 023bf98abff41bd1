/** What is known beforehand of the mail providers an office most often has, so that nobody types it. Plain data; no imports. */

/** For `gmail`, `office365`, `sendgrid`, `ses` and `smtp` (any other), as `smtpPresets` names them. */
export const smtpPresetDefaults = {
  /** Source: support.google.com/a/answer/176600. */
  gmail: { host: 'smtp.gmail.com', port: 465, security: 'tls', user: '' },
  /** Source: learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365. */
  office365: { host: 'smtp.office365.com', port: 587, security: 'starttls', user: '' },
  /** Every account logs in as `apikey`. Source: twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api. */
  sendgrid: { host: 'smtp.sendgrid.net', port: 587, security: 'starttls', user: 'apikey' },
  /** REGION is the person's to fill in, like `eu-central-1`. Source: docs.aws.amazon.com/general/latest/gr/ses.html. */
  ses: { host: 'email-smtp.REGION.amazonaws.com', port: 587, security: 'starttls', user: '' },
  smtp: { host: '', port: 587, security: 'starttls', user: '' },
} as const
