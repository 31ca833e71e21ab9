import { writeFileSync } from 'node:fs';
import {
  areAlike,
  dashboardUid,
  readCounters,
  readDashboardConfig,
  readDashboardTable,
  readGrafanaTarget,
  readView,
  type DashboardTable,
} from '../config/dashboard.js';
import { readEffective, type Asking, type Effective } from '../config/effective.js';
import type { RawFlags } from '../config/settings.js';
import { withDeadline } from '../deadline.js';
import { UserError } from '../errors.js';
import { EXIT_CODE } from '../exit-codes.js';
import { oneLine } from '../core/text/one-line.js';
import { reasonOf } from '../file-errors.js';
import type { Layout } from '../sources/clickhouse/layouts/layout.js';
import type { World } from '../world.js';

/** `canary-verdict dashboard grafana`: makes a dashboard, and writes it or pushes it to Grafana. */
export async function dashboardGrafana(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const effective = await effectiveOf(flags, world, 'any-service');
  const { settings } = effective;
  const { subject, outFile } = readDashboardConfig(effective);
  const target = readGrafanaTarget(settings, world.env);
  if (target !== null && outFile !== null) {
    throw new UserError('--out and --import name two places', 'Give only one of them.');
  }
  const view = readView(settings);
  const others = await othersIn(effective, flags, world);
  if (others.length > 0) {
    const names = oneLine(others.slice(0, 5).join(', '));
    world.stderr.write(
      `warning: a dashboard for all services leaves out the settings of their own that some have: give --service for ${names}\n`,
    );
  }
  const layout = await layoutOf(readDashboardTable(settings), world, signal);
  const { grafanaDashboard } = await import('../dashboards/grafana/dashboard.js');
  const uid = dashboardUid(view, subject.service);
  const dashboard = grafanaDashboard(view, layout, subject, { uid, runbookUrl: subject.runbookUrl });
  if (target === null) write(`${JSON.stringify(dashboard, null, 2)}\n`, outFile, world);
  else {
    const { pushDashboard } = await import('./push-dashboard.js');
    await pushDashboard(dashboard, target, signal);
    world.stdout.write(`${target.url}/d/${uid}\n`);
  }
  return EXIT_CODE.pass;
}

/** `canary-verdict dashboard moira`: writes the trigger of the same rule. */
export async function dashboardMoira(flags: RawFlags, world: World): Promise<number> {
  const effective = await effectiveOf(flags, world);
  const { subject, outFile } = readDashboardConfig(effective);
  const { service } = subject;
  if (service === null) throw new UserError('a trigger is for one service', 'Name it with --service.');
  const [{ moiraTrigger }, { DEFAULT_METRIC }] = await Promise.all([
    import('../dashboards/alerts/moira.js'),
    import('../sources/clickhouse/layouts/metric-names.js'),
  ]);
  const trigger = moiraTrigger({ ...subject, ...readCounters(effective.settings, DEFAULT_METRIC), service });
  write(`${JSON.stringify(trigger, null, 2)}\n`, outFile, world);
  return EXIT_CODE.pass;
}

const METRIC_OF_PROMETHEUS = 'logs_total?service=SERVICE&level=LEVEL';

/** `canary-verdict dashboard prometheus`: writes the alerting rules of the same rule. */
export async function dashboardPrometheus(flags: RawFlags, world: World): Promise<number> {
  const effective = await effectiveOf(flags, world, 'any-service');
  const { outFile } = readDashboardConfig(effective);
  const { prometheusRules } = await import('../dashboards/alerts/prometheus.js');
  const all = effective.services.length === 0 ? [effective] : await eachIn(effective, flags, world);
  const subjects = all.map((one) =>
    Object.assign(readDashboardConfig(one).subject, readCounters(one.settings, METRIC_OF_PROMETHEUS)),
  );
  write(prometheusRules(subjects), outFile, world);
  return EXIT_CODE.pass;
}

async function effectiveOf(flags: RawFlags, world: World, asking: Asking = 'one-service'): Promise<Effective> {
  const warn = (problem: string) => void world.stderr.write(`warning: ${oneLine(problem)}\n`);
  return await readEffective(flags, world.env, '', warn, asking);
}

/** What holds for each service of the file; of what is unsafe about the file people were told before. */
async function eachIn({ services }: Effective, flags: RawFlags, world: World): Promise<readonly Effective[]> {
  return await Promise.all(services.map((service) => readEffective({ ...flags, service }, world.env, '', () => {})));
}

/** The services of the file that a dashboard for all of them would show otherwise than their settings say. */
async function othersIn(all: Effective, flags: RawFlags, world: World): Promise<readonly string[]> {
  const each = await eachIn(all, flags, world);
  return all.services.filter((_, nth) => each[nth] !== undefined && !areAlike(all, each[nth]));
}

async function layoutOf(table: DashboardTable, world: World, signal: AbortSignal): Promise<Layout> {
  const { layoutOfTable, layoutUnasked } = await import('../sources/clickhouse/layout-of-table.js');
  if (table.kind === 'described') return layoutUnasked(table.settings);
  const { settings, timeoutMs } = table;
  const deadline = { ms: timeoutMs, flag: '--timeout', doing: 'looking at the table' };
  return await withDeadline(deadline, signal, (limited) => layoutOfTable(settings, world, limited));
}

function write(content: string, file: string | null, world: World): void {
  if (file === null) {
    world.stdout.write(content);
    return;
  }
  try {
    writeFileSync(file, content);
  } catch (cause) {
    throw new UserError(`cannot write ${file}: ${reasonOf(cause)}`, 'Give --out FILE in a folder that exists.', {
      cause,
    });
  }
}
