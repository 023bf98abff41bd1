/** What the operating system said about a file, in one line for a person. */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be opened by this user',
  EPERM: 'may not be opened by this user',
  EISDIR: 'is a folder',
  ENOTDIR: 'is not in a folder',
  EROFS: 'is on a medium that cannot be written to',
  ENOSPC: 'does not fit: the disk is full',
  EDQUOT: 'does not fit: the disk quota is used up',
  EMFILE: 'cannot be opened: too many files are open',
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export function fileFault(error: unknown, file: string, doing: 'read' | 'written'): string {
  const code = codeOf(error)
  const reason = error instanceof Error ? error.message : String(error)
  if (code === 'ENOENT' && doing === 'written') return `The folder of ${file} does not exist.`
  return `${file} ${words[code] ?? `cannot be ${doing} (${code === '' ? reason : code})`}.`
}
