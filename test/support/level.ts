import type { AnyComparison } from '../../core/comparison.ts'

/** Code of the level that two texts reach, `else`, or `missing`; from either side the same. */
export function levelOf(comparison: AnyComparison, left: string, right: string): string {
  const judge = (one: string, other: string): string => {
    const [a, b] = [comparison.prepare(one), comparison.prepare(other)]
    if (a === null || b === null || comparison.comparable?.(a, b) === false) return 'missing'
    return comparison.levels.find(({ test }) => test(a, b))?.code ?? 'else'
  }
  const level = judge(left, right)
  if (level !== judge(right, left)) throw new Error(`${left} and ${right} are judged otherwise from the other side`)
  return level
}
