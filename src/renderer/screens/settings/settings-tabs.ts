/** The tabs of the section, in their order. */
export const settingsTabs = ['office', 'terminals', 'printer', 'backup', 'headquarters', 'updates'] as const
export type SettingsTab = (typeof settingsTabs)[number]
