import {
  AxisPlacement,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  VisibilityMode,
  VizLegendOptionsBuilder,
  type DataSourceRef,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TextPanel, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder as SeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import { CHOSEN_SOURCE, ClickHouseQuery } from './clickhouse-query.js';
import { limitSeries, SERIES, type PanelSubject } from './panel-sql.js';

const WIDTH = 24;
const SOURCE: DataSourceRef = CHOSEN_SOURCE;

/** The names of the lines: without them a colour has to be remembered, and the limit does not say of how many times what. */
const LEGEND = new VizLegendOptionsBuilder()
  .showLegend(true)
  .displayMode(LegendDisplayMode.List)
  .placement(LegendPlacement.Bottom);

/** How to read the dashboard and what to do. */
export function textPanel(content: string) {
  return new TextPanel().title('').transparent(true).mode(TextMode.Markdown).content(content).height(5).span(WIDTH);
}

/** Errors in green against the limit in dark red, from zero. */
export function errorsPanel(sql: string, subject: PanelSubject) {
  return seriesPanel(`Errors in ${subject.bucketSeconds} s`, sql, subject)
    .height(11)
    .legend(LEGEND)
    .overrideByName(SERIES.errors, [color('green'), { id: 'custom.fillOpacity', value: 20 }])
    .overrideByName(limitSeries(subject), [
      color('dark-red'),
      { id: 'custom.lineWidth', value: 2 },
      { id: 'custom.fillOpacity', value: 0 },
    ]);
}

/** Lines of any level: without them zero errors mean nothing. */
export function linesPanel(sql: string, subject: PanelSubject) {
  return seriesPanel(`Lines of any level in ${subject.bucketSeconds} s`, sql, subject)
    .height(6)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('gray'));
}

function seriesPanel(title: string, sql: string, { bucketSeconds }: PanelSubject) {
  return new SeriesPanel()
    .title(title)
    .datasource(SOURCE)
    .span(WIDTH)
    .interval(`${bucketSeconds}s`)
    .withTarget(new ClickHouseQuery('A', sql))
    .drawStyle(GraphDrawStyle.Line)
    .lineInterpolation(LineInterpolation.StepAfter)
    .showPoints(VisibilityMode.Never)
    .axisPlacement(AxisPlacement.Left)
    .spanNulls(false)
    .unit('short')
    .min(0);
}

function color(fixedColor: string) {
  return { id: 'color', value: { mode: 'fixed', fixedColor } };
}
