/** Files that leave the screen, into the browser's downloads. */
import { fromBase64 } from './base64.ts'

/** The browser reads the file after the click returned; its address must live until then. */
const addressLivesMs = 60_000

function saveBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), addressLivesMs)
}

export function saveCsv(fileName: string, parts: readonly string[]): void {
  saveBlob(fileName, new Blob([...parts], { type: 'text/csv;charset=utf-8' }))
}

export function savePdf(fileName: string, base64: string): void {
  saveBlob(fileName, new Blob([fromBase64(base64)], { type: 'application/pdf' }))
}
