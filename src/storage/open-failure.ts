/** Why an office's data could not be opened. */
export interface OpenFailure {
  readonly kind:
    | 'folder_missing'
    | 'not_writable'
    | 'corrupt'
    /** There was an office, and its database is gone or empty. */
    | 'missing'
    | 'full'
    | 'read_only'
    | 'from_the_future'
    | 'history_changed'
    | 'failed'
  /** One clear line for a person. */
  readonly message: string
}
