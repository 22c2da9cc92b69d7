/**
 * Vietnamese orthography as a table: a syllable is an onset, a rhyme and a tone, and there are about 4,000 legal pairs of
 * onset and rhyme. Text decoded in the wrong way almost never hits one, so the share of legal syllables tells encodings apart.
 * `ăk` is there for Đắk Lắk and its communes.
 */
const onsets = ['', ...'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ')]
const rhymes = `
  a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
  e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
  i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu
  o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
  ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
  u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
  uy uya uych uynh uyn uyt uyp uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu`
const afterQu =
  'a ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eng eo et ê êch ên ênh êt i it y ych ynh yt yên yêt ơ ôc ơi'

function legalPairs(): ReadonlySet<string> {
  const all = rhymes.trim().split(/\s+/)
  const fits = (onset: string, rhyme: string) => {
    const isFront = /^[eêiy]/.test(rhyme)
    if (['k', 'gh', 'ngh'].includes(onset)) return isFront
    if (['c', 'ng'].includes(onset)) return !isFront
    if (onset === 'g') return !/^[eêy]/.test(rhyme)
    if (onset === 'gi') return !/^[iy]/.test(rhyme)
    return onset !== 'qu'
  }
  const pairs = onsets.flatMap((onset) => all.filter((rhyme) => fits(onset, rhyme)).map((rhyme) => onset + rhyme))
  return new Set([...pairs, ...afterQu.split(' ').map((rhyme) => `qu${rhyme}`)])
}

const legal = legalPairs()
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/g
const stopped = /(?:[cpt]|ch)$/

/** True for one Vietnamese syllable in lower case, upper case or with one capital in front; NFC or NFD. */
export function isSyllable(word: string): boolean {
  const small = word.toLowerCase()
  if (word !== small && word !== word.toUpperCase() && word.slice(1) !== small.slice(1)) return false
  const split = small.normalize('NFD')
  const marks = split.match(toneMarks) ?? []
  if (marks.length > 1 || !legal.has(split.replace(toneMarks, '').normalize('NFC'))) return false
  const tone = marks[0]
  if (stopped.test(small) && tone !== '\u0301' && tone !== '\u0323') return false
  return tone === undefined || sitsWell(small, split, tone)
}

/** The tone sits on the last vowel with a hat where there is one (`nguyễn`, never `ngụyên`); otherwise old and new style pass. */
function sitsWell(small: string, split: string, tone: string): boolean {
  const letters = [...small.normalize('NFC')]
  const hatted = letters.map((letter) => /[\u0302\u0306\u031b]/.test(letter.normalize('NFD'))).lastIndexOf(true)
  if (hatted < 0 || !split.includes(tone)) return true
  return letters[hatted]!.normalize('NFD').includes(tone)
}
