import type { Explanation } from './explain.ts'

const WIDTH = 760
const NAMES = 210
const NOTES = 170
const ROW = 22
const COLOURS = { plus: '#2c6fb3', minus: '#b3452c', total: '#555', grid: '#d8d8d8' } as const
const LINES = ['#2c6fb3', '#b3452c', '#3d8f4a', '#8a5aa8', '#b38a2c', '#2ca3b3'] as const

const escaped = (text: string): string =>
  text
    .replace(/[\x00-\x1f\x7f]/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/"/g, '&quot;')

const label = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end' = 'start', colour = '#222') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${escaped(text)}</text>`
const box = (x: number, y: number, width: number, height: number, colour: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(width, 0.5).toFixed(1)}" height="${height.toFixed(1)}" fill="${colour}"/>`

/** A stand-alone SVG with a title. */
const svg = (title: string, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img">` +
  `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/>` +
  `<text x="12" y="22" font-size="14" font-weight="bold">${escaped(title)}</text>${parts.join('')}</svg>\n`

/** One bar of a chart, made of parts that stand one behind the other; parts are 0 or more. */
export interface ChartBar {
  readonly name: string
  readonly parts: readonly number[]
  readonly note: string
}

/** Horizontal bars; `legend` names the parts where there are several. */
export function barChart(title: string, bars: readonly ChartBar[], legend: readonly string[] = []): string {
  const most = Math.max(1e-9, ...bars.map(({ parts }) => parts.reduce((sum, n) => sum + n, 0)))
  const scale = (WIDTH - NAMES - NOTES) / most
  const top = legend.length > 0 ? 54 : 36
  const rows = bars.flatMap(({ name, parts, note }, n) => {
    const y = top + n * ROW
    let x = NAMES
    const boxes = parts.map((part, p) => {
      const own = part > 0 ? box(x, y, part * scale, ROW - 6, LINES[p % LINES.length]!) : ''
      x += part * scale
      return own
    })
    return [label(NAMES - 8, y + 12, name, 'end'), ...boxes, label(x + 6, y + 12, note)]
  })
  const names = legend.map((name, p) => label(NAMES + p * 170, 42, name, 'start', LINES[p % LINES.length]))
  return svg(title, top + bars.length * ROW + 12, [...names, ...rows])
}

/** How a pair comes to its weight: each bar begins where the one before ended, from the prior to the total. */
export function waterfall({ left, right, prior, bars, total }: Explanation): string {
  const steps = [
    { name: 'trước khi so (prior)', level: '', weight: prior, terms: 0 },
    ...bars.map(({ comparison, level, bits, terms }) => ({ name: comparison, level, weight: bits + terms, terms })),
  ]
  let sum = 0
  const spans = steps.map(({ weight }) => ({ from: sum, to: (sum += weight) }))
  const ends = [0, ...spans.map(({ to }) => to)]
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const x = (bits: number): number => NAMES + ((bits - least) / Math.max(most - least, 1e-9)) * (WIDTH - NAMES - NOTES)
  const rows = steps.flatMap(({ name, level, weight, terms }, n) => {
    const y = 36 + n * ROW
    const { from, to } = spans[n]!
    const part = terms ? `, tf ${signed(terms)}` : ''
    return [
      label(NAMES - 8, y + 12, name, 'end'),
      box(Math.min(x(from), x(to)), y, Math.abs(x(to) - x(from)), ROW - 6, weight < 0 ? COLOURS.minus : COLOURS.plus),
      label(Math.max(x(from), x(to)) + 6, y + 12, `${signed(weight)} ${level}${part}`),
    ]
  })
  const y = 36 + steps.length * ROW
  const end = [
    label(NAMES - 8, y + 12, 'tổng (total)', 'end'),
    box(Math.min(x(0), x(total)), y, Math.abs(x(total) - x(0)), ROW - 6, COLOURS.total),
    label(Math.max(x(0), x(total)) + 6, y + 12, `${signed(total)} bit`),
  ]
  const zero = `<line x1="${x(0).toFixed(1)}" x2="${x(0).toFixed(1)}" y1="32" y2="${y + ROW}" stroke="${COLOURS.grid}"/>`
  return svg(`${left} – ${right}`, y + ROW + 12, [zero, ...rows, ...end])
}

const signed = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`

/** Where the vertical axis begins: the highest that no value is under, so that good results can be told apart. */
const BASES = [0.9, 0.5, 0] as const

/** Lines over a shared horizontal axis, values from 0 to 1; one that is not known at a point is left out there. */
export function lineChart(
  title: string,
  axis: string,
  at: readonly number[],
  lines: Readonly<Record<string, readonly (number | null)[]>>,
): string {
  const height = 360
  const [left, right, bottom] = [52, WIDTH - 250, height - 44]
  const x = (n: number): number => left + (n / Math.max(1, at.length - 1)) * (right - left)
  const least = Math.min(1, ...Object.values(lines).flatMap((values) => values.filter((v) => v !== null)))
  const base = BASES.find((one) => one <= least) ?? 0
  const y = (value: number): number => bottom - ((value - base) / (1 - base)) * (bottom - 50)
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => {
    const v = base + part * (1 - base)
    const height = y(v).toFixed(1)
    return [
      `<line x1="${left}" x2="${right}" y1="${height}" y2="${height}" stroke="${COLOURS.grid}"/>`,
      label(left - 6, y(v) + 4, String(Number(v.toFixed(3))), 'end'),
    ]
  })
  const step = Math.ceil(at.length / 14)
  const marks = at.flatMap((value, n) => (n % step === 0 ? [label(x(n), bottom + 18, String(value), 'middle')] : []))
  const drawn = Object.entries(lines).flatMap(([name, values], n) => {
    const colour = LINES[n % LINES.length]!
    const points = values.flatMap((v, i) => (v === null ? [] : [`${x(i).toFixed(1)},${y(v).toFixed(1)}`]))
    const dash = n >= 3 ? ' stroke-dasharray="5 3"' : ''
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2"${dash} points="${points.join(' ')}"/>`,
      label(right + 14, 60 + n * 20, name, 'start', colour),
    ]
  })
  return svg(title, height, [...grid, ...drawn, ...marks, label((left + right) / 2, height - 8, axis, 'middle')])
}
