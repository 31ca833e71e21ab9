import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

/** The ClickHouse plugin of Grafana, by its id. */
export const CLICKHOUSE = 'grafana-clickhouse-datasource';

/** Whichever ClickHouse is chosen in the dashboard. */
export const CHOSEN_SOURCE = { type: CLICKHOUSE, uid: '${datasource}' } as const;

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
    const query = { refId, rawSql, datasource: CHOSEN_SOURCE, editorType: 'sql', queryType: 'timeseries', format: 0 };
    return { ...query, _implementsDataqueryVariant: () => {} };
  }
}
