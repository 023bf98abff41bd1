/** Under this key the desk keeps how the backups fare. */
export const backupStateKey = ['backups', 'state'] as const
