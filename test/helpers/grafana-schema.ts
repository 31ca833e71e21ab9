import type { GraphFieldConfig } from '@grafana/grafana-foundation-sdk/common';
import type * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type { Options as TextOptions } from '@grafana/grafana-foundation-sdk/text';
import type { Options as SeriesOptions } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Dashboard } from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';

/**
 * As Grafana publishes the schema of its dashboards, which leaves open what a panel says.
 * @public Files that a test writes import it.
 */
export type DashboardOfGrafana = Written<Dashboard>;

/**
 * A dashboard as Grafana's schema wants it written. The SDK's types are generated from Grafana's own definitions
 * (https://github.com/grafana/grafana/tree/main/kinds/dashboard), but leave open what belongs to a plugin: it stands here.
 */
export type WrittenDashboard = Written<
  Omit<grafana.Dashboard, 'templating' | 'annotations' | 'panels'> & {
    templating: { list: Variable[] };
    annotations: { list: Annotation[] };
    panels: (TextPanel | SeriesPanel)[];
  }
>;

/** The SDK knows more fields than Grafana's schema does: these belong to the variables of an interval. */
type Variable = Omit<grafana.VariableModel, 'auto' | 'auto_min' | 'auto_count'>;

/** The SDK takes any query here; these are of Grafana's own source. */
interface Annotation extends Omit<grafana.AnnotationQuery, 'target'> {
  target: grafana.AnnotationTarget;
}

interface TextPanel extends Omit<grafana.Panel, 'targets' | 'fieldConfig'> {
  type: 'text';
  gridPos: grafana.GridPos;
  options: TextOptions;
}

interface SeriesPanel extends Omit<grafana.Panel, 'targets'> {
  type: 'timeseries';
  gridPos: grafana.GridPos;
  options: SeriesOptions;
  targets: ClickHouseTarget[];
  fieldConfig: {
    defaults: Omit<grafana.FieldConfig, 'custom'> & { custom: GraphFieldConfig };
    overrides: { matcher: { id: 'byName'; options: string }; properties: Override[] }[];
  };
}

/** What a setting of one series may be: the same as in the settings of all. */
type Override =
  | { id: 'color'; value: grafana.FieldColor }
  | {
      [Key in keyof GraphFieldConfig]-?: { id: `custom.${Key}`; value: GraphFieldConfig[Key] };
    }[keyof GraphFieldConfig];

/** https://github.com/grafana/clickhouse-datasource/blob/main/src/types/sql.ts */
interface ClickHouseTarget {
  refId: string;
  rawSql: string;
  datasource: grafana.DataSourceRef;
  pluginVersion: string;
  editorType: 'sql';
  queryType: 'timeseries' | 'table' | 'logs' | 'traces';
  format: 0 | 1 | 2 | 3;
}

/** The type of what JSON can say of a value: an enumeration by its values, and without the SDK's own marks. */
type Written<Value> = unknown extends Value
  ? Value
  : Value extends string
    ? `${Value}`
    : Value extends number
      ? WrittenNumber<Value>
      : Value extends readonly (infer Item)[]
        ? Written<Item>[]
        : Value extends object
          ? { [Key in keyof Value as Key extends '_implementsDataqueryVariant' ? never : Key]: Written<Value[Key]> }
          : Value;

type WrittenNumber<Value extends number> = `${Value}` extends `${infer Literal extends number}` ? Literal : Value;
