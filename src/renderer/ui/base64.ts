/** Base64 both ways, for files that travel as text. */

/** Few enough for one call; the whole of a large file would overflow the stack. */
const bytesPerCall = 0x8000

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let from = 0; from < bytes.length; from += bytesPerCall) {
    binary += String.fromCharCode(...bytes.subarray(from, from + bytesPerCall))
  }
  return btoa(binary)
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
