import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  analysisTemplateSchema,
  canarySchema,
  jobSpecSchema,
  pipelineSchema,
  rolloutSchema,
  taskSchema,
} from '../../helpers/pipeline-schemas.js';

const ajv = new Ajv({ allErrors: true, strictTuples: false });

/** JSON is YAML. */
function example(name: string): unknown {
  return parse(readFileSync(path.resolve(import.meta.dirname, '../../../examples', name), 'utf8'));
}

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
])('$name has the fields that its API knows, and no other', ({ name, schema }) => {
  expect(complaints(schema, example(name))).toEqual([]);
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
