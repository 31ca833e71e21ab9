/** What Grafana knows when it asks: the range, the width of a point, and what is chosen above the panels. */
export interface Looking {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly intervalMs?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * A query as the plugin sends it to ClickHouse: Grafana puts its variables in
 * (https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/), the plugin its macros
 * (https://github.com/grafana/clickhouse-datasource/blob/main/pkg/macros/macros.go).
 */
export function expandMacros(sql: string, looking: Looking): string {
  const { fromSeconds, toSeconds, intervalMs = 30_000, variables = {} } = looking;
  const expanded = sql
    .replaceAll(/\$\{(\w+):sqlstring\}/g, (whole, name: string) =>
      variables[name] === undefined ? whole : `'${variables[name].replaceAll("'", "''")}'`,
    )
    .replaceAll(/\$__interval_ms\b/g, String(intervalMs))
    .replaceAll(/\$__fromTime\b/g, `toDateTime(${fromSeconds})`)
    .replaceAll(/\$__toTime\b/g, `toDateTime(${toSeconds})`);
  const [unknown] = /\$(__\w+|\{\w*|\w+)|\[\[\w+/.exec(expanded) ?? [];
  if (unknown !== undefined) throw new Error(`Grafana would take ${unknown} for something of its own`);
  return expanded;
}
