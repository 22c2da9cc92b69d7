import type { Explanation } from './explain.ts'

const WIDTH = 720
const HEIGHT = 320
const LEFT = 150
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')

/** One bar of a chart; negative values grow to the left. */
export interface ChartBar {
  readonly name: string
  readonly value: number
  readonly note?: string
}

/** Horizontal bars as a stand-alone SVG. */
export function barChart(title: string, bars: readonly ChartBar[]): string {
  const least = Math.min(0, ...bars.map(({ value }) => value))
  const most = Math.max(0, ...bars.map(({ value }) => value), least + 1e-9)
  const x = (value: number): number => LEFT + ((value - least) / (most - least)) * (WIDTH - LEFT - 110)
  const rows = bars.map(({ name, value, note = '' }, n) => {
    const y = 36 + n * 22
    const from = Math.min(x(0), x(value))
    const colour = value < 0 ? '#b3452c' : '#2c6fb3'
    return (
      `<text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${escaped(name)}</text>` +
      `<rect x="${from.toFixed(1)}" y="${y}" width="${Math.abs(x(value) - x(0)).toFixed(1)}" height="16" fill="${colour}"/>` +
      `<text x="${(Math.max(x(0), x(value)) + 5).toFixed(1)}" y="${y + 12}">${escaped(note)}</text>`
    )
  })
  return svg(title, 48 + bars.length * 22, rows)
}

/** The waterfall of a pair as bars: prior, one bar per comparison, total. */
export const waterfall = ({ left, right, prior, bars, total }: Explanation): string =>
  barChart(`${left} – ${right}`, [
    { name: 'prior', value: prior, note: prior.toFixed(1) },
    ...bars.map(({ comparison, level, bits, terms }) => ({
      name: comparison,
      value: bits + terms,
      note: `${(bits + terms).toFixed(1)} ${level}${terms ? ` (tf ${terms.toFixed(1)})` : ''}`,
    })),
    { name: 'total', value: total, note: total.toFixed(1) },
  ])

/** Lines over a shared horizontal axis, values from 0 to 1. */
export function lineChart(
  title: string,
  at: readonly number[],
  lines: Readonly<Record<string, readonly number[]>>,
): string {
  const x = (n: number): number => 50 + (n / Math.max(1, at.length - 1)) * (WIDTH - 170)
  const y = (value: number): number => HEIGHT - 30 - value * (HEIGHT - 80)
  const colours = ['#2c6fb3', '#b3452c', '#3d8f4a', '#8a5aa8']
  const marks = Object.entries(lines).flatMap(([name, values], n) => [
    `<polyline fill="none" stroke="${colours[n % 4]}" stroke-width="2" points="${values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join(' ')}"/>`,
    `<text x="${WIDTH - 112}" y="${50 + n * 18}" fill="${colours[n % 4]}">${escaped(name)}</text>`,
  ])
  const axis = at.map(
    (value, i) => `<text x="${x(i).toFixed(1)}" y="${HEIGHT - 10}" text-anchor="middle">${value}</text>`,
  )
  const grid = [0, 0.5, 1].map(
    (v) =>
      `<line x1="50" x2="${WIDTH - 120}" y1="${y(v)}" y2="${y(v)}" stroke="#ccc"/><text x="44" y="${y(v) + 4}" text-anchor="end">${v}</text>`,
  )
  return svg(title, HEIGHT, [...grid, ...marks, ...axis])
}

const svg = (title: string, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">` +
  `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/><text x="12" y="22" font-size="14">${escaped(title)}</text>${parts.join('')}</svg>\n`
