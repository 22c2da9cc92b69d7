/** Made-up Vietnamese columns, and writers for the legacy encodings: the readers under test turned round by hand. */
import iconv from 'iconv-lite'

const split = (text: string) => text.trim().split(/\s*\n\s*/)

export const fullNames = split(`
  Nguyễn Thị Hồng
  Trần Văn Đức
  Lê Thị Thuỷ
  Phạm Ngọc Quỳnh
  Hoàng Hữu Tuấn
  Huỳnh Thị Mỹ Phượng
  Đặng Văn Trường
  Bùi Thị Hương
  Đỗ Minh Khuê
  Vũ Đình Nghĩa
  Võ Thị Bưởi
  Ngô Quang Dũng
  Dương Thị Ngọc Ánh
  Lý Thường
  Hồ Sỹ Ngọ
  Tôn Nữ Diệu Huyền`)

export const addresses = split(`
  Thôn Đông, xã Hoà Phước, huyện Hoà Vang
  Tổ 5, phường Thuận Phước, thành phố Đà Nẵng
  Ấp Mỹ Thạnh, xã Tân Ngãi, tỉnh Vĩnh Long
  Khối phố Xuân Thuỷ, phường Tứ Hạ, thị xã Hương Trà
  Thôn Phú Mưỡu, xã Nghĩa Thắng, tỉnh Quảng Ngãi
  Số 12 đường Trường Chinh, phường Lộc Sơn
  Buôn Ky, phường Thành Nhất, tỉnh Đắk Lắk
  Xóm Mới, xã Điện Hồng, thị xã Điện Bàn`)

/** Names of the Central Highlands: few of their words are Vietnamese syllables. */
export const highlandNames = split(`
  Y Krông Niê
  H'Bia Êban
  Kpă Thuật
  Rơ Châm Hyơi
  Siu H'Yưn
  Y Ngông Niê Kđăm
  Hđơk Blŭ
  Alăng Bhuốch
  Zơrâm Nhới
  Bling Miêng
  Pơloong Nhêr
  A Viết Sơn
  Ksor Phước
  Nay Đức
  Rmah Hân
  Đinh Yơn`)

export const plainNames = split(`
  NGUYEN THI HONG
  TRAN VAN DUC
  LE THI THUY
  PHAM NGOC QUYNH`)

export const english = split(`
  The café on Main Street is closed. Who asked?
  José and Renée moved to São Paulo in 1998.
  Müller & Co. paid £5 (half) for the naïve résumé
  Über-cool: déjà vu à la carte
  Price: 5 µm ± 2 °C © 2024 Acme®
  Zoë's façade, no. 12 (approx. 30 m²)`)

const tones: Readonly<Record<string, number>> = { '\u0300': 0, '\u0301': 1, '\u0309': 2, '\u0303': 3, '\u0323': 4 }
const toneOf = /[\u0300\u0301\u0303\u0309\u0323]/

/** Base letter with its hat, and the tone as an index (grave, acute, hook, tilde, dot), for each NFC letter. */
function parts(letter: string): readonly [base: string, tone: number | null] {
  const split = letter.normalize('NFD')
  const mark = split.match(toneOf)?.[0]
  return [split.replace(toneOf, '').normalize('NFC'), mark === undefined ? null : tones[mark]!]
}

const each = (text: string, to: (letter: string) => string) => [...text.normalize('NFC')].map(to).join('')

/** Bytes as Latin-1 characters, from domain.md 5.1: letters of each vowel in the order plain, grave, acute, hook, tilde, dot. */
const tcvn3Rows: Readonly<Record<string, string>> = {
  a: '61 B5 B8 B6 B7 B9',
  ă: 'A8 BB BE BC BD C6',
  â: 'A9 C7 CA C8 C9 CB',
  e: '65 CC D0 CE CF D1',
  ê: 'AA D2 D5 D3 D4 D6',
  i: '69 D7 DD D8 DC DE',
  o: '6F DF E3 E1 E2 E4',
  ô: 'AB E5 E8 E6 E7 E9',
  ơ: 'AC EA ED EB EC EE',
  u: '75 EF F3 F1 F2 F4',
  ư: 'AD F5 F8 F6 F7 F9',
  y: '79 FA FD FB FC FE',
  đ: 'AE',
}
const tcvn3Capitals: Readonly<Record<string, string>> = {
  Ă: 'A1',
  Â: 'A2',
  Ê: 'A3',
  Ô: 'A4',
  Ơ: 'A5',
  Ư: 'A6',
  Đ: 'A7',
}

/** The fonts have no toned capitals: those are written with the byte of the small letter, as a capital font shows them. */
export const toTcvn3 = (text: string) =>
  each(text, (letter) => {
    const [base, tone] = parts(letter)
    const capital = tone === null ? tcvn3Capitals[base] : undefined
    const row = tcvn3Rows[base.toLowerCase()]
    if (base.charCodeAt(0) < 128 && tone === null) return letter
    const byte = capital ?? row?.split(' ')[tone === null ? 0 : tone + 1]
    return byte === undefined ? letter : String.fromCharCode(Number.parseInt(byte, 16))
  })

const vniHats: Readonly<Record<string, string>> = { â: 'aâàáåãä', ê: 'eâàáåãä', ô: 'oâàáåãä', ă: 'aêèéúüë' }
const vniSingle: Readonly<Record<string, string>> = {
  ơ: 'ô',
  ư: 'ö',
  đ: 'ñ',
  ỉ: 'æ',
  ĩ: 'ó',
  ị: 'ò',
  ỵ: 'î',
  ì: 'ì',
  í: 'í',
}

/** As Latin-1 characters; the mark follows the case of its letter. */
export const toVni = (text: string) =>
  each(text, (letter) => {
    const small = letter.toLowerCase()
    const [base, tone] = parts(small)
    const hat = vniHats[base]
    const plain = vniSingle[base] ?? base
    const written =
      vniSingle[small] ??
      (hat === undefined
        ? plain + (tone === null ? '' : 'øùûõï'[tone])
        : hat[0]! + (tone === null ? hat[1] : [hat[2], hat[3], hat[4], hat[5], hat[6]][tone]))
    return small === letter ? written : written.toUpperCase()
  })

const viqrHats: Readonly<Record<string, string>> = { ă: 'a(', â: 'a^', ê: 'e^', ô: 'o^', ơ: 'o+', ư: 'u+', đ: 'dd' }

export const toViqr = (text: string) =>
  each(text, (letter) => {
    const [base, tone] = parts(letter)
    const hat = viqrHats[base.toLowerCase()]
    const written = hat === undefined ? base : base === base.toLowerCase() ? hat : hat[0]!.toUpperCase() + hat[1]
    return written + (tone === null ? '' : "`'?~."[tone])
  })

export const toUtf8Twice = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8'))

/** Code page 1258 keeps the tone apart from its letter. */
export const to1258 = (text: string) =>
  iconv
    .encode(
      each(text, (letter) => {
        const [base, tone] = parts(letter)
        return base + (tone === null ? '' : Object.keys(tones)[tone])
      }),
      'windows-1258',
    )
    .toString('latin1')

export const toViscii = (text: string) => iconv.encode(text.normalize('NFC'), 'viscii').toString('latin1')
export const toVn1 = (text: string) => iconv.encode(text.normalize('NFC'), 'tcvn').toString('latin1')
