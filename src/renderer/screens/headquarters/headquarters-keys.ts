/** Shared by the banner and the indicator, so that the office is asked once. */
export const meetingSummaryKey = ['headquarters', 'summary'] as const

/** A clock that is wrong by more than this is worth a person's time: 2 minutes. */
export const clockWarningMs = 120_000
