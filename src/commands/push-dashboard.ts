import type { GrafanaTarget } from '../config/dashboard.js';
import { UserError } from '../errors.js';

const TOKEN_HINT = 'Check that the token belongs to a service account that may edit dashboards in that folder.';

/** What to do about an answer. */
const HINTS: Readonly<Record<number, string>> = {
  400: 'Check --folder: Grafana wants the uid of a folder, not its name.',
  401: TOKEN_HINT,
  403: TOKEN_HINT,
  404: 'Check the path of --import and the uid of --folder.',
  412: 'A dashboard that something else provides or named so is in the way: give another --folder, or write it with --out.',
};

const PATIENCE = { timeoutMs: 10_000, retries: 2 };

/** Makes a dashboard in Grafana or replaces it, https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/#create--update-dashboard */
export async function pushDashboard(
  dashboard: object,
  { url, token, folderUid }: GrafanaTarget,
  signal: AbortSignal,
): Promise<void> {
  const [{ post }, { jsonRequest }, { NotSent }, { reasonShown }] = await Promise.all([
    import('../notify/post.js'),
    import('../notify/telling.js'),
    import('../notify/not-sent.js'),
    import('../notify/answer.js'),
  ]);
  const content = {
    dashboard,
    ...(folderUid !== null && { folderUid }),
    message: 'written by canary-verdict',
    overwrite: true,
  };
  const headers = { authorization: `Bearer ${token()}` };
  try {
    await post(jsonRequest(`${url}/api/dashboards/db`, content, headers), PATIENCE, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NotSent)) throw error;
    throw new UserError(
      `Grafana at ${new URL(url).host} did not take the dashboard: ${reasonShown(error, { token })}`,
      HINTS[error.status ?? 0] ?? 'Check --import, and that Grafana runs there.',
    );
  }
}
