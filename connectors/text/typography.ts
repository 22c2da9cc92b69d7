/** Signs that Windows code pages keep at 0x80 to 0x9F and that Vietnamese fonts leave where they are. Letters are not among them. */
export const windowsTypography: Readonly<Record<number, string>> = {
  128: '€',
  130: '‚',
  132: '„',
  133: '…',
  134: '†',
  135: '‡',
  137: '‰',
  139: '‹',
  145: '‘',
  146: '’',
  147: '“',
  148: '”',
  149: '•',
  150: '–',
  151: '—',
  153: '™',
  155: '›',
}

/** The same signs as they stand in a Unicode file beside pasted letters. */
export const typography: ReadonlySet<string> = new Set(Object.values(windowsTypography))
