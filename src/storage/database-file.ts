/** The office's database, in the data folder. */
export const databaseFileName = 'counterfoil.db'
