/**
 * Electron's fuses, all nine, each on purpose. electron-builder 26 brings @electron/fuses 1, which knows eight; so the
 * pinned second major does it here. Remove when electron-builder's electronFuses knows WasmTrapHandlers.
 */
import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses'

const fuses: FuseConfig = {
  version: FuseVersion.V1,
  // An Electron with a fuse more than these stops the build until somebody has decided about it.
  strictlyRequireAllFuses: true,
  // The program runs Counterfoil and nothing else: not as Node, not with a debugger, not with another app beside it.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  // The screens keep no cookies of worth today; one that came to would not lie open on the disk.
  [FuseV1Options.EnableCookieEncryption]: true,
  // Our pages come over app://, so file:// need not be more than it is in a browser.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // There is no snapshot of ours to load.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Electron's default. Off, WebAssembly checks its bounds in code, which is slower and no safer.
  [FuseV1Options.WasmTrapHandlers]: true,
}

/** `platform` and `arch` as electron-builder names them. */
export const fusesFor = (platform: string, arch: string): FuseConfig => ({
  ...fuses,
  // Setting fuses breaks the signature Electron comes with, and Apple's own processors start nothing that has a broken one.
  // A signature of a publisher's own comes after and goes over it.
  resetAdHocDarwinSignature: platform === 'darwin' && arch === 'arm64',
})
