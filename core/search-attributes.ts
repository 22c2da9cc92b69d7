/** Search attributes that runs carry, name -> type (temporal.md 9): registered by set-up, ASCII, never personal. */
export const SEARCH_ATTRIBUTES = {
  MdmRunStatus: 'Keyword',
  MdmBusinessDate: 'Datetime',
  MdmDryRun: 'Bool',
} as const
