import { readFile, rename, writeFile } from 'node:fs/promises';

/** The keys whose last verdict was a rollback, as a state file holds them. */
interface State {
  readonly rolledBack: readonly string[];
}

/** The state of a file; nothing was rolled back where there is none or where it is not ours. */
export async function readState(file: string): Promise<State> {
  try {
    const state: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof state !== 'object' || state === null || !('rolledBack' in state)) return NOTHING;
    const { rolledBack } = state;
    return Array.isArray(rolledBack) && rolledBack.every((key) => typeof key === 'string') ? { rolledBack } : NOTHING;
  } catch {
    return NOTHING;
  }
}

const NOTHING: State = { rolledBack: [] };

/** Notes that the last verdict under a key was a rollback, or is none any more. Half a file is never seen. */
export async function writeState(file: string, key: string, isRolledBack: boolean): Promise<void> {
  const { rolledBack } = await readState(file);
  const others = rolledBack.filter((each) => each !== key);
  const state: State = { rolledBack: isRolledBack ? [...others, key] : others };
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`);
  await rename(draft, file);
}
