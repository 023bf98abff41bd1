/** Which processor a file of a release is for, as its name says. Pure. */

/** As electron-builder writes them into names, by what Node calls the processor. */
const names: Readonly<Record<string, readonly string[]>> = {
  x64: ['x64', 'x86_64', 'amd64'],
  arm64: ['arm64', 'aarch64'],
  ia32: ['ia32', 'i386', 'i686'],
  arm: ['armv7l', 'armhf'],
}
const inName = /(?<=^|[-_. ])(x64|x86_64|amd64|arm64|aarch64|ia32|i386|i686|armv7l|armhf)(?=$|[-_. ])/

/** As Node's `process.arch`; null where the name says nothing, as for a file that is for every processor. */
export function processorOf(fileName: string): string | null {
  const named = inName.exec(fileName)?.[1]
  if (named === undefined) return null
  return Object.keys(names).find((processor) => names[processor]?.includes(named)) ?? null
}

/** What of `files` a machine with this processor may take. */
export const filesFor = <File extends { readonly name: string }>(arch: string, files: readonly File[]): File[] =>
  files.filter(({ name }) => [arch, null].includes(processorOf(name)))
