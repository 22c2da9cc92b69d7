const ONSETS = '(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?'
/** Rimes of the standard language without their tones, and what stands behind qu. */
const RIMES =
  'a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu ' +
  'i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong oong op ot oa oac oach oai oam oan oang oanh oao oap oat oay ' +
  'oăc oăm oăn oăng oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uân uâng uât uây uê uêch uênh ' +
  'uôc uôi uôm uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu ' +
  'y ych yêm yên yêt yêu ynh yt'
const legal = (rimes: string): RegExp => new RegExp(`^${ONSETS}(?:${rimes.replaceAll(' ', '|')})$`)
const LEGAL = legal(RIMES)
const LEGAL_BARE = legal(RIMES.normalize('NFD').replace(/[\u0300-\u036f]/g, ''))

/**
 * Whether letters without tone can be a Vietnamese syllable, as written or typed without any mark. Two different legal ones
 * are two names (Lan and Lam); one that is none was misspelt or lost letters (Phước without its ư: Phớc), or is a name of
 * another people.
 */
export const isLegalSyllable = (letters: string): boolean => LEGAL.test(letters) || LEGAL_BARE.test(letters)
