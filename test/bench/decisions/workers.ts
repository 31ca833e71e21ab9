import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Task, Verdicts } from './measure.js';

const WORKER = path.resolve(import.meta.dirname, 'worker.ts');

/** Measures all tasks in processes of their own, in the order given. */
export async function measureAll(
  tasks: readonly Task[],
  processes: number,
  done: (finished: number) => void,
): Promise<readonly Verdicts[]> {
  const results: Verdicts[] = [];
  let next = 0;
  let finished = 0;
  const work = async (): Promise<void> => {
    const worker = fork(WORKER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    try {
      for (let index = next; index < tasks.length; index = next) {
        next += 1;
        results[index] = await resultOf(worker, tasks[index]!);
        finished += 1;
        done(finished);
      }
    } finally {
      worker.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(processes, tasks.length) }, work));
  return results;
}

async function resultOf(worker: ChildProcess, task: Task): Promise<Verdicts> {
  const ended = new AbortController();
  worker.send(task);
  try {
    const answered = once(worker, 'message', { signal: ended.signal });
    const died = once(worker, 'exit', { signal: ended.signal }).then(([code]) => {
      throw new Error(`a worker ended with ${code}`);
    });
    const [verdicts] = await Promise.race([answered, died]);
    return verdicts as Verdicts;
  } finally {
    ended.abort();
  }
}
