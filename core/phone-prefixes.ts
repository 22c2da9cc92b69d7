/** Eleven-digit mobile prefixes and what they became in 2018. */
export const PREFIXES_2018: Readonly<Record<string, string>> = {
  '0162': '032',
  '0163': '033',
  '0164': '034',
  '0165': '035',
  '0166': '036',
  '0167': '037',
  '0168': '038',
  '0169': '039',
  '0120': '070',
  '0121': '079',
  '0122': '077',
  '0126': '076',
  '0128': '078',
  '0123': '083',
  '0124': '084',
  '0125': '085',
  '0127': '081',
  '0129': '082',
  '0186': '056',
  '0188': '058',
  '0199': '059',
}
/** Area codes of before 2017 in the provinces we serve: Quảng Nam, Đà Nẵng, Nam Định, Huế. The last digits are seven. */
export const AREAS_2017: readonly (readonly [string, string])[] = [
  ['0510', '0235'],
  ['0511', '0236'],
  ['0350', '0228'],
  ['054', '0234'],
]
