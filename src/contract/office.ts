/** The office itself: what a screen must know before anyone is verified, and setting it up on the first run. */
import { z } from 'zod'
import { administrators, anyone, firstRun } from './procedure.ts'
import { amountMinor, channel, line, locale, optionalLine } from './values.ts'

/** Two capital letters, ISO 3166-1, the default country of phone numbers. */
const region = z.string().regex(/^[A-Z]{2}$/)
/** Three capital letters, ISO 4217. */
const currency = z.string().regex(/^[A-Z]{3}$/)
/** A staff PIN: 4 to 8 digits. */
export const pin = z.string().regex(/^\d{4,8}$/)

export const officeState = z.object({
  /** False until the office is set up; only the first-run screen makes sense then. */
  configured: z.boolean(),
  /** True where no customer has been imported or registered yet. */
  empty: z.boolean(),
  demo: z.boolean(),
  name: z.string(),
  region,
  currency,
  /** Digits after the decimal point of `currency`, by ISO 4217. */
  currencyDigits: z.int().min(0).max(4),
  defaultLocale: locale,
  /** Channels a code can travel by now. With the dev inbox all of them. */
  channels: z.array(channel),
  /** True where no real provider is set: every message goes to the drawer on screen, and the screens say so. */
  devInbox: z.boolean(),
  /** Seconds without a touch before the kiosk warns, and seconds of warning before it wipes. */
  kioskIdleSeconds: z.int().positive(),
  kioskWarningSeconds: z.int().positive(),
  codeDigits: z.int().min(4).max(10),
})
export type OfficeState = z.infer<typeof officeState>

export const officeSettings = z.object({
  name: line(120),
  defaultLocale: locale,
  kioskIdleSeconds: z.int().min(15).max(600),
  kioskWarningSeconds: z.int().min(5).max(60),
  codeDigits: z.int().min(4).max(10),
  /** Minutes without a touch before a desk locks itself. */
  autoLockMinutes: z.int().min(1).max(480),
  /** Payee address of the pay-code (a UPI id, an IBAN); empty leaves it out of the QR. */
  payee: optionalLine(120),
})

export const office = {
  state: anyone.output(officeState),
  setUp: firstRun
    .input(
      z.object({
        name: line(120),
        region,
        currency,
        defaultLocale: locale,
        administratorName: line(120),
        /** Mail address for the administrator's own codes; empty for none yet. */
        administratorEmail: optionalLine(254),
        password: z.string().min(1).max(128),
      }),
    )
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done') }),
        z.object({
          outcome: z.literal('refused'),
          reason: z.enum(['unknown_region', 'unknown_currency', 'email_invalid', 'short', 'weak']),
        }),
      ]),
    ),
  /** Fills an empty office with made-up customers and bills. The staff it makes come back once, with their passwords and PINs. */
  loadDemo: firstRun.output(
    z.object({
      customers: z.int(),
      bills: z.int(),
      staff: z.array(z.object({ name: z.string(), role: z.string(), password: z.string(), pin: z.string() })),
    }),
  ),
  settings: administrators.output(officeSettings.extend({ region, currency, dayTakingsMinor: amountMinor })),
  saveSettings: administrators.input(officeSettings).output(z.object({ outcome: z.literal('done') })),
}
