/** As many as the contract's `staffCodeDigits`, whose module would bring zod along. */
export const codeDigits = 6
