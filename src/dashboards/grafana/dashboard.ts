import {
  AnnotationQueryBuilder,
  AnnotationTargetBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  type AnnotationTarget,
  type Dashboard,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { Layout } from '../../sources/clickhouse/layouts/layout.js';
import { CHOSEN_SOURCE, CLICKHOUSE } from './clickhouse-query.js';
import { dailyText, releaseText, type Help } from './how-to-read.js';
import { dailySql, linesSql, releaseSql, servicesSql, type PanelSubject } from './panel-sql.js';
import { errorsPanel, linesPanel, textPanel } from './panels.js';

/** The two dashboards: one to watch a release, one for every day. */
export const VIEWS = ['release', 'daily'] as const;
export type View = (typeof VIEWS)[number];

/** Builds a dashboard over a table of this layout. The uid is the same each time, so that an import replaces the last one. */
export function grafanaDashboard(
  view: View,
  layout: Layout,
  subject: PanelSubject,
  { uid, ...help }: Help & { readonly uid: string },
): Dashboard {
  const isRelease = view === 'release';
  const minutes = Math.ceil((subject.beforeSeconds + subject.waitSeconds) / 60);
  const builder = new DashboardBuilder(
    `Errors of ${subject.service ?? 'a service'}: ${isRelease ? 'release' : 'daily view'}`,
  )
    .uid(uid)
    .tags(['canary-verdict'])
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: isRelease ? `now-${minutes + 5}m` : 'now-24h', to: 'now' })
    .refresh(isRelease ? '10s' : '1m')
    .withVariable(chosen(new DatasourceVariableBuilder('datasource').label('ClickHouse').type(CLICKHOUSE)));
  const services = subject.service === null ? servicesSql(layout) : null;
  if (services !== null) builder.withVariable(chosen(serviceVariable(services)));
  if (isRelease)
    builder.withVariable(chosen(new TextBoxVariableBuilder('released_at').label('Released at (UTC)').defaultValue('')));
  const tag = subject.service ?? (services === null ? null : '${service}');
  return builder
    .annotation(releaseAnnotations(tag === null ? [] : [tag]))
    .withPanel(textPanel(isRelease ? releaseText(subject, help) : dailyText(subject, help)))
    .withPanel(errorsPanel(isRelease ? releaseSql(layout, subject) : dailySql(layout, subject), subject))
    .withPanel(linesPanel(linesSql(layout, subject), subject))
    .build();
}

/** A variable that a person chooses: the SDK gives it the fields of an interval too, which Grafana's schema does not know. */
function chosen(variable: Builder<VariableModel>): Builder<VariableModel> {
  return {
    build() {
      const written = variable.build();
      delete written.auto;
      delete written.auto_min;
      delete written.auto_count;
      return written;
    },
  };
}

function serviceVariable(sql: string) {
  return new QueryVariableBuilder('service')
    .label('Service')
    .datasource(CHOSEN_SOURCE)
    .query(sql)
    .refresh(VariableRefresh.OnTimeRangeChanged);
}

/** What `notify` of the type grafana writes: the judged time of a release, and the verdict. */
function releaseAnnotations(tags: readonly string[]) {
  const target = new AnnotationTargetBuilder()
    .type('tags')
    .tags(['canary-verdict', ...tags])
    .matchAny(false)
    .limit(100);
  return new AnnotationQueryBuilder()
    .name('Releases')
    .datasource({ type: 'grafana', uid: '-- Grafana --' })
    .enable(true)
    .iconColor('blue')
    .target(asQuery(target));
}

/** The SDK has a type for this target, but says that an annotation takes any query: only its mark is missing. */
function asQuery(target: Builder<AnnotationTarget>): Builder<Dataquery> {
  return { build: () => ({ ...target.build(), _implementsDataqueryVariant: () => {} }) };
}
