/** The contract's bounds of a staff PIN. */
export const pinDigits = { min: 4, max: 8 } as const

export const isPin = (value: string): boolean => /^\d{4,8}$/.test(value)
