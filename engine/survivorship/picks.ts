import type { Candidate, Pick } from '../../core/domain.ts'

const best = (candidates: readonly Candidate[], better: (a: Candidate, b: Candidate) => boolean): number => {
  let winner = 0
  for (let i = 1; i < candidates.length; i++) {
    if (better(candidates[i] as Candidate, candidates[winner] as Candidate)) winner = i
  }
  return winner
}

/** The newest value; among equally new ones the first by source and key. */
export const latest: Pick<never> = { rule: 'latest', choose: (all) => best(all, (a, b) => a.asOf > b.asOf) }

/** The first of the named sources that has a value (then its newest); sources that are not named come last. */
export function prefer<const S extends string>(...sources: readonly S[]): Pick<S> {
  const rank = new Map<string, number>(sources.map((source, index) => [source, index]))
  const of = (candidate: Candidate) => rank.get(candidate.source) ?? sources.length
  return {
    rule: `prefer ${sources.join(' > ')}`,
    sources,
    choose: (all) => best(all, (a, b) => of(a) < of(b) || (of(a) === of(b) && a.asOf > b.asOf)),
  }
}

/** The most precise value (a full date over a year), by length; then by preference of sources. */
export function mostPrecise<const S extends string>(...sources: readonly S[]): Pick<S> {
  const preferred = prefer(...sources)
  return {
    rule: `most precise, then ${preferred.rule}`,
    sources,
    choose: (all) => {
      const longest = Math.max(...all.map(({ value }) => String(value).length))
      const kept = all
        .map((candidate, index) => ({ candidate, index }))
        .filter(({ candidate }) => String(candidate.value).length === longest)
      return kept[preferred.choose(kept.map(({ candidate }) => candidate))]?.index ?? 0
    },
  }
}
