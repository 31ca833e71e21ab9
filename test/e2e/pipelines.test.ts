import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { Agent, CASES } from '../helpers/pipeline.js';

const examples = path.resolve(import.meta.dirname, '../../examples');
const textOf = (name: string) => readFileSync(path.join(examples, name), 'utf8');

let agent: Agent;
beforeEach(() => {
  agent = new Agent();
});
afterEach(() => agent.remove());

/** What a Kubernetes job makes of a container's code. */
interface JobSpec {
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds: number;
  readonly podFailurePolicy?: {
    readonly rules: readonly {
      readonly action: string;
      readonly onExitCodes?: { readonly values: readonly number[] };
    }[];
  };
  readonly template: {
    readonly spec: {
      readonly restartPolicy: string;
      readonly containers: readonly { readonly command: readonly string[]; readonly args: readonly string[] }[];
    };
  };
}

describe('shell', () => {
  test.for(CASES)('$ends: code $code, $moves', ({ ends, code, moves }) => {
    const script = path.join(examples, 'shell/release.sh');
    const run = agent.run(ends, ['sh', script, '--canary', 'host=web-01'], { SERVICE: 'payments' });
    expect(run.code).toBe(code);
    expect(agent.deployments).toEqual(['canary', ...moves]);
    if (moves.length === 0) expect(run.stderr).toMatch(/^release: /m);
  });

  test('no canary, no judgement', () => {
    const script = path.join(examples, 'shell/release.sh');
    expect(agent.run('pass', ['sh', script], { SERVICE: 'payments', DEPLOY: 'false' })).toMatchObject({
      code: 1,
      stdout: '',
    });
  });

  test.for(['sh', 'dash', 'bash'])('%s can read it', (shell) => {
    if (spawnSync(shell, ['-c', ':']).status !== 0) return;
    expect(spawnSync(shell, ['-n', path.join(examples, 'shell/release.sh')]).status).toBe(0);
  });

  const LINTER = 'command -v shellcheck >/dev/null || exit 127; shellcheck "$@"';
  const hasLinter = spawnSync('sh', ['-c', LINTER]).status !== 127;
  test.skipIf(!hasLinter)('shellcheck finds nothing in the scripts (skipped where it is not installed)', () => {
    const scripts = ['shell/release.sh', 'github/judge.sh'].map((name) => path.join(examples, name));
    expect(spawnSync('sh', ['-c', LINTER, 'sh', ...scripts], { encoding: 'utf8' }).stdout).toBe('');
  });
});

describe('GitHub Actions', () => {
  interface Step {
    readonly id?: string;
    readonly if?: string;
    readonly shell?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly with?: Readonly<Record<string, string>>;
  }
  const action = parse(textOf('github/action.yml')) as {
    readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
    readonly outputs: Readonly<Record<string, { readonly value: string }>>;
    readonly runs: { readonly using: string; readonly steps: readonly Step[] };
  };
  const workflow = parse(textOf('github/release.yml')) as {
    readonly jobs: { readonly release: { readonly steps: readonly Step[] } };
  };
  const { steps } = workflow.jobs.release;

  /** Runs the steps that stand behind the judge's. */
  function decide(code: string, ends: (typeof CASES)[number]['ends']) {
    return steps
      .slice(steps.findIndex(({ id }) => id === 'judge') + 1)
      .filter((step) =>
        [...(step.if ?? '').matchAll(/(==|!=) '(\d+)'/g)].every(
          ([, sign, value]) => (sign === '==') === (value === code),
        ),
      )
      .map(({ run = '' }) => agent.run(ends, ['bash', '-eo', 'pipefail', '-c', run], { CODE: code }).code);
  }

  test.for(CASES)('$ends: code $code, $moves', ({ ends, code, moves }) => {
    const inputs = {
      SERVICE: 'payments',
      CANARY: 'host=web-01\nhost=web-02',
      STABLE: '',
      RELEASED_AT: 'now',
      ARGUMENTS: '--wait\n6m',
    };
    const env = { ...inputs, GITHUB_OUTPUT: agent.at('output'), GITHUB_STEP_SUMMARY: agent.at('summary') };
    const run = agent.run(ends, ['bash', path.join(examples, 'github/judge.sh')], env);
    const outputs = Object.fromEntries(
      agent
        .read('output')
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect([run.code, outputs['exit-code']]).toEqual([0, String(code)]);
    expect(outputs['verdict']).toBe({ 0: 'pass', 10: 'rollback', 20: 'inconclusive' }[code as number] ?? 'error');
    expect(decide(String(code), ends)).toEqual([code]);
    expect(agent.deployments).toEqual(moves);
  });

  test('inputs come as variables: no expression stands in a script, and nothing in them is run', () => {
    for (const { run = '' } of [...action.runs.steps, ...steps]) expect(run).not.toContain('${{');
    const env = { SERVICE: '$(touch x) `touch y`; touch z', CANARY: '', STABLE: '', RELEASED_AT: 'now', ARGUMENTS: '' };
    agent.run('pass', ['bash', path.join(examples, 'github/judge.sh')], { ...env, GITHUB_OUTPUT: agent.at('output') });
    expect(readdirSync(agent.folder)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^[xyz]$/)]));
    expect(agent.read('output')).toContain('verdict=pass');
  });

  test('the action has all that GitHub asks of a composite one', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of action.runs.steps)
      expect(step).toMatchObject({ shell: 'bash', run: expect.any(String) as string });
    const variables = action.runs.steps
      .flatMap(({ env = {}, if: when = '' }) => [...Object.values(env), `{${when}}`])
      .join();
    for (const name of Object.keys(action.inputs)) expect(variables).toContain(`inputs.${name}`);
    for (const [name, { value }] of Object.entries(action.outputs))
      expect(value).toBe(`\${{ steps.judge.outputs.${name} }}`);
    const given = Object.keys(steps.find(({ id }) => id === 'judge')?.with ?? {});
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(given));
  });
});

describe('GitLab CI', () => {
  interface Job {
    readonly stage: string;
    readonly when?: string;
    readonly script: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
    readonly allow_failure: { readonly exit_codes: readonly number[] };
    readonly artifacts: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
  }
  const [header, template] = parseAllDocuments(textOf('gitlab/templates/canary-verdict.yml')).map(
    (document) => document.toJS() as Record<string, unknown>,
  );
  const { inputs } = (header as { readonly spec: { readonly inputs: Readonly<Record<string, unknown>> } }).spec;
  const judge = Object.values(template ?? {})[0] as Job;
  const pipeline = parse(textOf('gitlab/.gitlab-ci.yml')) as Readonly<Record<'promote' | 'roll-back', Job>> & {
    readonly include: readonly { readonly inputs: object }[];
  };
  const script = ({ script: lines }: Job) => ['bash', '-eo', 'pipefail', '-c', lines.join('\n')];

  test.for(CASES)('$ends: code $code, $moves', ({ ends, code, moves }) => {
    const variables = { GITLAB_CI: 'true', SERVICE: 'payments', CANARY: 'host=web-01', VERSION: 'latest' };
    expect(agent.run(ends, script(judge), variables).code).toBe(code);
    const dotenv = agent.read(judge.artifacts.reports['dotenv'] ?? '');
    const handedOn = Object.fromEntries(
      dotenv
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split('=', 2) as [string, string]),
    );
    if ([0, 3, 10, 20].includes(code)) {
      expect(handedOn['CANARY_VERDICT_EXIT_CODE']).toBe(String(code));
      expect(agent.read(judge.artifacts.reports['junit'] ?? '')).toContain('<testsuite ');
    }
    const isWarning = judge.allow_failure.exit_codes.includes(code);
    const next = code === 0 || isWarning ? pipeline.promote : pipeline['roll-back'];
    agent.run(ends, script(next), handedOn);
    expect(agent.deployments).toEqual(moves);
  });

  test('the component has what GitLab asks of one', () => {
    const used = [...textOf('gitlab/templates/canary-verdict.yml').matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g)].map(
      ([, name]) => name,
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)));
    expect(judge.allow_failure).toEqual({ exit_codes: [20] });
    expect(judge.artifacts.when).toBe('always');
    expect(judge.script.join('\n')).not.toContain('$[[');
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(pipeline.include[0]?.inputs ?? {})));
    expect(pipeline['roll-back'].when).toBe('on_failure');
  });
});

describe('Jenkins', () => {
  const text = textOf('jenkins/Jenkinsfile');

  test.for(CASES)('$ends: code $code, $moves', ({ ends, code, moves }) => {
    const [, script = ''] = /script: '''([^]*?)'''/.exec(text) ?? [];
    const env = { SERVICE: 'payments', CLICKHOUSE_USR: 'reader', CLICKHOUSE_PSW: 'x' };
    expect(agent.run(ends, ['sh', '-xe', '-c', script], env).code).toBe(code);
    const [, branch = ''] =
      new RegExp(String.raw`(?:case ${code}:\s*(?:case \d+:\s*)?|(?<!case ${code}:[^]*)default: )([^\n]*)`).exec(
        text,
      ) ?? [];
    for (const [, command = ''] of branch.matchAll(/sh '([^']*)'/g)) agent.run(ends, ['sh', '-c', command], env);
    expect(agent.deployments).toEqual(moves);
    expect(branch).toMatch({ 0: /^sh /, 20: /^unstable\(/ }[code as number] ?? /error\(/);
  });

  test('its brackets are closed, and its shell lines hold no Groovy', () => {
    const plain = text.replaceAll(/'''[^]*?'''|'[^'\n]*'|"[^"\n]*"|\/\/.*/g, '');
    for (const [open, close] of ['{}', '()', '[]'].map((pair) => pair.split(''))) {
      expect(plain.split(open ?? '').length, `${open}`).toBe(plain.split(close ?? '').length);
    }
    expect(text).not.toMatch(/(?:sh|script:)\s*\(?\s*"/);
  });
});

describe('Azure Pipelines', () => {
  interface Step {
    readonly bash?: string;
    readonly name?: string;
    readonly condition?: string;
  }
  const { jobs } = parse(textOf('azure/azure-pipelines.yml')) as {
    readonly jobs: readonly { readonly steps: readonly Step[] }[];
  };
  const steps = jobs[0]?.steps ?? [];
  const judgeAt = steps.findIndex(({ name }) => name === 'judge');

  test.for(CASES)('$ends: code $code, $moves', ({ ends, code, moves }) => {
    const env = { TF_BUILD: 'True', SERVICE: 'payments', AGENT_TEMPDIRECTORY: agent.folder };
    const run = agent.run(ends, ['bash', '-c', steps[judgeAt]?.bash ?? ''], env);
    expect(run.code).toBe(0);
    const variables = [
      ...(run.stderr + run.stdout).matchAll(/^##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)$/gm),
    ];
    const { exitCode = '' } = Object.fromEntries(variables.map(([, name, value]) => [name, value])) as Record<
      string,
      string
    >;
    expect(exitCode).toBe(String(code));
    const codes = steps
      .slice(judgeAt + 1)
      .filter(({ bash }) => bash !== undefined)
      .filter(({ condition = '' }) =>
        [...condition.matchAll(/(eq|ne)\(variables\['judge\.exitCode'\], '(\d+)'\)/g)].every(
          ([, sign, value]) => (sign === 'eq') === (value === exitCode),
        ),
      )
      .map(({ bash = '' }) => agent.run(ends, ['bash', '-c', bash], { SERVICE: 'payments', CODE: exitCode }).code);
    expect(codes).toEqual([code]);
    expect(agent.deployments).toEqual(moves);
  });

  test('no variable of Azure stands in a script, where it would be run', () => {
    for (const { bash = '' } of steps) expect(bash).not.toContain('$(');
  });
});

describe('Tekton', () => {
  interface Named {
    readonly name: string;
  }
  const { spec } = parse(textOf('tekton/task.yaml')) as {
    readonly spec: {
      readonly params: readonly Named[];
      readonly results: readonly Named[];
      readonly steps: readonly {
        readonly onError: string;
        readonly script: string;
        readonly env: readonly (Named & { readonly value: string })[];
      }[];
    };
  };
  const pipeline = parse(textOf('tekton/pipeline.yaml')) as {
    readonly spec: {
      readonly tasks: readonly (Named & {
        readonly when?: readonly { readonly input: string; readonly values: readonly string[] }[];
        readonly params: readonly (Named & { readonly value: string })[];
      })[];
    };
  };
  const [step] = spec.steps;

  test.for(CASES)('$ends: code $code, $moves', ({ ends, code, moves }) => {
    mkdirSync(agent.at('results'));
    const env = {
      SERVICE: 'payments',
      CANARY: 'host=web-01',
      RELEASED_AT: 'now',
      VERSION: 'latest',
      RESULTS: agent.at('results'),
    };
    expect(agent.run(ends, ['sh', '-c', step?.script ?? ''], env).code).toBe(code);
    for (const { name } of spec.results) expect(agent.read(`results/${name}`), name).not.toBe('');
    expect(agent.read('results/exit-code')).toBe(String(code));
    expect(agent.read('results/verdict')).toBe(
      { 0: 'pass', 10: 'rollback', 20: 'inconclusive' }[code as number] ?? 'error',
    );
    const actions = pipeline.spec.tasks
      .filter(({ when = [] }) => when.length > 0 && when.every(({ values }) => values.includes(String(code))))
      .map(({ params }) => params.find(({ name }) => name === 'action')?.value);
    expect(actions).toEqual(moves);
  });

  test('the step goes on, parameters come as variables, and what the pipeline reads is declared', () => {
    expect(step?.onError).toBe('continue');
    expect(step?.script).not.toContain('$(params');
    const values = step?.env.map(({ value }) => value) ?? [];
    for (const { name } of spec.params) expect(values).toContain(`$(params.${name})`);
    const read = [...textOf('tekton/pipeline.yaml').matchAll(/tasks\.judge\.results\.([\w-]+)/g)].map(
      ([, name]) => name,
    );
    expect(spec.results.map(({ name }) => name)).toEqual(expect.arrayContaining(read));
  });
});

describe('Argo Rollouts', () => {
  const template = parse(textOf('argo-rollouts/analysis-template.yaml')) as {
    readonly spec: {
      readonly args: readonly { readonly name: string }[];
      readonly metrics: readonly { readonly provider: { readonly job: { readonly spec: JobSpec } } }[];
    };
  };
  const rollout = parse(textOf('argo-rollouts/rollout.yaml')) as {
    readonly spec: {
      readonly strategy: {
        readonly canary: {
          readonly steps: readonly { readonly analysis?: { readonly args: readonly { readonly name: string }[] } }[];
        };
      };
    };
  };
  const job = template.spec.metrics[0]?.provider.job.spec;

  const ENDS = { 0: 'complete', 1: 'tried again', 3: 'tried again' } as const;

  test.for(CASES)('$ends', ({ ends, code }) => {
    const [container] = job?.template.spec.containers ?? [];
    const values: Readonly<Record<string, string>> = { service: 'payments', 'pod-hash': '6f5d' };
    const command = [...(container?.command ?? []), ...(container?.args ?? [])].map((word) =>
      word.replaceAll(/\{\{args\.([\w-]+)\}\}/g, (_, name: string) => values[name] ?? '?'),
    );
    const run = agent.run(ends, command);
    expect(run.code).toBe(ends === 'inconclusive' ? 10 : code);
    const rule = job?.podFailurePolicy?.rules.find(({ onExitCodes }) => onExitCodes?.values.includes(run.code ?? -1));
    const end = run.code === 0 ? 'complete' : rule?.action === 'Ignore' ? 'tried again' : 'failed';
    expect(end).toBe((ENDS as Readonly<Record<number, string>>)[code] ?? 'failed');
  });

  test('one try, no restart, a deadline, and every argument given', () => {
    expect(job).toMatchObject({
      backoffLimit: 0,
      activeDeadlineSeconds: 900,
      template: { spec: { restartPolicy: 'Never' } },
    });
    const args = template.spec.args.map(({ name }) => name);
    const given = rollout.spec.strategy.canary.steps
      .flatMap(({ analysis }) => analysis?.args ?? [])
      .map(({ name }) => name);
    expect(given).toEqual(args);
    const used = [...textOf('argo-rollouts/analysis-template.yaml').matchAll(/\{\{args\.([\w-]+)\}\}/g)].map(
      ([, name]) => name,
    );
    expect(new Set(used)).toEqual(new Set(args));
  });
});

describe('Flagger', () => {
  const { spec } = parse(textOf('flagger/canary.yaml')) as {
    readonly spec: {
      readonly analysis: {
        readonly interval: string;
        readonly webhooks: readonly {
          readonly type: string;
          readonly timeout: string;
          readonly metadata: { readonly type: string; readonly cmd: string };
        }[];
      };
    };
  };
  const [hook] = spec.analysis.webhooks;

  test.for(CASES)('$ends', ({ ends, code }) => {
    const run = agent.run(ends, ['bash', '-c', hook?.metadata.cmd ?? '']);
    expect(run.code).toBe(ends === 'inconclusive' ? 0 : code);
  });

  test('the judgement is over before the hook is, and the hook before the next', () => {
    const seconds = (text: string) => Number.parseFloat(text) * (text.endsWith('m') ? 60 : 1);
    const [, deadline = ''] = /--timeout (\S+)/.exec(hook?.metadata.cmd ?? '') ?? [];
    expect(seconds(deadline)).toBeLessThan(seconds(hook?.timeout ?? ''));
    expect(seconds(hook?.timeout ?? '')).toBeLessThan(seconds(spec.analysis.interval));
    expect(hook).toMatchObject({ type: 'rollout', metadata: { type: 'bash' } });
  });
});

describe('Spinnaker', () => {
  const stage = JSON.parse(textOf('spinnaker/stage.json')) as {
    readonly propertyFile: string;
    readonly manifest: { readonly spec: JobSpec };
  };
  const { spec } = stage.manifest;

  test.for(CASES)('$ends', ({ ends, code }) => {
    const [container] = spec.template.spec.containers;
    const run = agent.run(ends, [...(container?.command ?? []), ...(container?.args ?? [])]);
    expect(run.code).toBe(0);
    const properties = [...(run.stderr + run.stdout).matchAll(/^SPINNAKER_PROPERTY_(\w+)=(.+)$/gm)];
    const { EXIT_CODE, VERDICT } = Object.fromEntries(properties.map(([, name, value]) => [name, value])) as Record<
      string,
      string
    >;
    expect(EXIT_CODE).toBe(String(code));
    expect(VERDICT).toBe({ 0: 'pass', 3: 'error', 10: 'rollback', 20: 'inconclusive' }[code as number]);
  });

  test('one try, no restart, a deadline, and the properties of its own container', () => {
    expect(spec).toMatchObject({
      backoffLimit: 0,
      activeDeadlineSeconds: 900,
      template: { spec: { restartPolicy: 'Never' } },
    });
    expect(spec.template.spec.containers).toMatchObject([{ name: stage.propertyFile }]);
  });
});

test('every example of a pipeline has a README of its own', () => {
  for (const name of [
    'shell',
    'github',
    'gitlab',
    'jenkins',
    'azure',
    'tekton',
    'argo-rollouts',
    'flagger',
    'spinnaker',
  ]) {
    expect(textOf(`${name}/README.md`)).toMatch(/^# /);
  }
});
