import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import {
  actionSchema,
  azureSchema,
  componentHeaderSchema,
  gitlabJobSchema,
  workflowSchema,
} from '../../helpers/ci-schemas.js';
import {
  analysisTemplateSchema,
  canarySchema,
  jobSpecSchema,
  pipelineSchema,
  rolloutSchema,
  taskSchema,
} from '../../helpers/pipeline-schemas.js';
import { byName } from '../../helpers/strict-schema.js';

const ajv = new Ajv({ allErrors: true, strictTuples: false });

const textOf = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../../../examples', name), 'utf8');

/** JSON is YAML. */
const example = (name: string): unknown => parse(textOf(name));

/** What the schema refuses. */
function complaints(schema: object, value: unknown) {
  const validate = ajv.compile(schema);
  return validate(value) ? [] : validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test.for([
  { name: 'argo-rollouts/analysis-template.yaml', schema: analysisTemplateSchema },
  { name: 'argo-rollouts/rollout.yaml', schema: rolloutSchema },
  { name: 'flagger/canary.yaml', schema: canarySchema },
  { name: 'tekton/task.yaml', schema: taskSchema },
  { name: 'tekton/pipeline.yaml', schema: pipelineSchema },
  { name: 'github/action.yml', schema: actionSchema },
  { name: 'github/release.yml', schema: workflowSchema },
  { name: 'azure/azure-pipelines.yml', schema: azureSchema },
])('$name has the fields that are known there, and no other', ({ name, schema }) => {
  expect(complaints(schema, example(name))).toEqual([]);
});

test('the component of GitLab has a header with inputs, and jobs with the fields that are known there', () => {
  const [header, jobs] = parseAllDocuments(textOf('gitlab/templates/canary-verdict.yml')).map(
    (document) => document.toJS() as unknown,
  );
  expect(complaints(componentHeaderSchema, header)).toEqual([]);
  expect(complaints(byName(gitlabJobSchema), jobs)).toEqual([]);
});

test('and so have the jobs around it', () => {
  const { stages, include: _, ...jobs } = example('gitlab/.gitlab-ci.yml') as Readonly<Record<string, unknown>>;
  const inStages = { ...gitlabJobSchema, properties: { ...gitlabJobSchema.properties, stage: { enum: stages } } };
  expect(complaints(byName(inStages), jobs)).toEqual([]);
});

test("the job of Spinnaker's stage is one that Kubernetes takes", () => {
  const { manifest } = example('spinnaker/stage.json') as { readonly manifest: { readonly spec: unknown } };
  expect(complaints(jobSpecSchema, manifest.spec)).toEqual([]);
});

test('exit codes stand in order, as Kubernetes asks', () => {
  const text = JSON.stringify(example('argo-rollouts/analysis-template.yaml'));
  for (const [, list = ''] of text.matchAll(/"values":\[([\d,]+)\]/g)) {
    const codes = list.split(',').map(Number);
    expect(codes).toEqual(codes.toSorted((one, other) => one - other));
  }
});
