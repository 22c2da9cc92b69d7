import type { Model } from './model.ts'

/**
 * The model as Splink settings (settings JSON of version 4 and 5, DuckDB dialect), so that it can be carried to Splink.
 * Levels become conditions on columns of level codes that the user computes (`<comparison>_level`), as the kinds here
 * have no SQL of their own; probabilities carry over exactly.
 */
export function toSplink(model: Model, linkType: 'dedupe_only' | 'link_only'): Readonly<Record<string, unknown>> {
  return {
    link_type: linkType,
    sql_dialect: 'duckdb',
    probability_two_random_records_match: model.lambda,
    comparisons: model.comparisons.map(({ name, levels }) => ({
      output_column_name: name,
      comparison_description: name,
      comparison_levels: [
        {
          sql_condition: `"${name}_l" IS NULL OR "${name}_r" IS NULL`,
          label_for_charts: 'missing',
          is_null_level: true,
        },
        ...levels.map(({ code, label, m, u }, l) => ({
          sql_condition:
            l === levels.length - 1
              ? 'ELSE'
              : l === 0
                ? `"${name}_l" = "${name}_r"`
                : `sogoc_level('${name}', "${name}_l", "${name}_r") = '${code}'`,
          label_for_charts: label,
          m_probability: m,
          u_probability: u,
        })),
      ],
    })),
    blocking_rules_to_generate_predictions: model.blocking.map((name) => ({
      blocking_rule: `list_has_any(l."block_${name}", r."block_${name}")`,
      sql_dialect: 'duckdb',
    })),
  }
}
