import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

/** The ClickHouse plugin of Grafana, by its id. */
export const CLICKHOUSE = 'grafana-clickhouse-datasource';

/** Whichever ClickHouse is chosen in the dashboard. */
export const CHOSEN_SOURCE = { type: CLICKHOUSE, uid: '${datasource}' } as const;

/** The plugin takes a query that names no version for one of version 3, and rewrites it when somebody opens it. */
const PLUGIN_VERSION = '4.0.0';

/** A query of the plugin that draws series over time; the SDK knows none of its own. */
export class ClickHouseQuery implements Builder<Dataquery> {
  private readonly refId: string;
  private readonly rawSql: string;

  constructor(refId: string, rawSql: string) {
    this.refId = refId;
    this.rawSql = rawSql;
  }

  build() {
    const { refId, rawSql } = this;
    const shape = { editorType: 'sql', queryType: 'timeseries', format: 0 };
    const query = { refId, rawSql, datasource: CHOSEN_SOURCE, pluginVersion: PLUGIN_VERSION, ...shape };
    return { ...query, _implementsDataqueryVariant: () => {} };
  }
}
