/** `CDFH-JKMN`: two halves are read and compared with less effort. */
export const spacedCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`
