/**
 * What the Kubernetes APIs that the examples speak to take: the fields that the examples use, and the values that are required beside
 * them. Nothing else is allowed, because an API server drops a field that it does not know without a word.
 */

import { listOf, strict, text, textsByName } from './strict-schema.js';

const count = { type: 'integer', minimum: 0 };

const nameAndValue = strict({ name: text, value: text });

const resource = (apiVersion: string, kind: string, spec: object) =>
  strict({ apiVersion: { const: apiVersion }, kind: { const: kind }, metadata: strict({ name: text }), spec });

const envFrom = listOf(strict({ secretRef: strict({ name: text }) }));

/** Codes from 1 to 255, ordered, each once. */
const exitCodes = strict({
  operator: { enum: ['In', 'NotIn'] },
  values: { ...listOf({ type: 'integer', minimum: 1, maximum: 255 }), uniqueItems: true, maxItems: 255 },
});

/** The server refuses a patch of a condition without a status: https://github.com/kubernetes/kubernetes/issues/131512 */
const podConditions = listOf(strict({ type: text, status: { enum: ['True', 'False', 'Unknown'] } }));

const action = { enum: ['FailJob', 'Ignore', 'Count'] };

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ */
export const jobSpecSchema = strict(
  {
    template: strict({
      spec: strict({
        // The only value beside a policy.
        restartPolicy: { const: 'Never' },
        containers: listOf(strict({ name: text, image: text, command: listOf(text), args: listOf(text), envFrom })),
      }),
    }),
  },
  {
    backoffLimit: count,
    activeDeadlineSeconds: count,
    ttlSecondsAfterFinished: count,
    podFailurePolicy: strict({
      rules: listOf({
        oneOf: [strict({ action, onExitCodes: exitCodes }), strict({ action, onPodConditions: podConditions })],
      }),
    }),
  },
);

/** https://github.com/argoproj/argo-rollouts/blob/master/manifests/crds/analysis-template-crd.yaml */
export const analysisTemplateSchema = resource(
  'argoproj.io/v1alpha1',
  'AnalysisTemplate',
  strict({
    args: listOf(strict({ name: text })),
    metrics: listOf(
      strict({
        name: text,
        count,
        failureLimit: count,
        provider: strict({ job: strict({ spec: jobSpecSchema }, { metadata: strict({ labels: textsByName }) }) }),
      }),
    ),
  }),
);

const analysisStep = strict({
  analysis: strict({
    templates: listOf(strict({ templateName: text })),
    args: listOf({
      oneOf: [
        nameAndValue,
        strict({ name: text, valueFrom: strict({ podTemplateHashValue: { enum: ['Stable', 'Latest'] } }) }),
      ],
    }),
  }),
});

/** https://github.com/argoproj/argo-rollouts/blob/master/manifests/crds/rollout-crd.yaml */
export const rolloutSchema = resource(
  'argoproj.io/v1alpha1',
  'Rollout',
  strict({
    replicas: count,
    selector: strict({ matchLabels: textsByName }),
    template: strict({
      metadata: strict({ labels: textsByName }),
      spec: strict({ containers: listOf(strict({ name: text, image: text })) }),
    }),
    strategy: strict({
      canary: strict({
        steps: listOf({ oneOf: [strict({ setWeight: { ...count, maximum: 100 } }), analysisStep] }),
      }),
    }),
  }),
);

const flaggerDuration = { type: 'string', pattern: '^[0-9]+(m|s)$' };

/**
 * https://github.com/fluxcd/flagger/blob/main/artifacts/flagger/crd.yaml; of its ways the one that gives a canary traffic while it is judged
 * (https://docs.flagger.app/usage/deployment-strategies): `iterations` alone are blue/green.
 */
export const canarySchema = resource(
  'flagger.app/v1beta1',
  'Canary',
  strict({
    targetRef: strict({ apiVersion: { const: 'apps/v1' }, kind: { enum: ['Deployment', 'DaemonSet'] }, name: text }),
    service: strict({ port: count }),
    analysis: strict({
      interval: flaggerDuration,
      threshold: count,
      stepWeight: { ...count, minimum: 1, maximum: 100 },
      maxWeight: { ...count, minimum: 1, maximum: 100 },
      webhooks: listOf(
        strict({ name: text, type: { const: 'rollout' }, url: text, timeout: flaggerDuration, metadata: textsByName }),
      ),
    }),
  }),
);

const tektonDuration = { type: 'string', pattern: '^([0-9]+(h|m|s))+$' };
const named = listOf(strict({ name: text }, { description: text }));

/** https://tekton.dev/docs/pipelines/tasks/#configuring-a-task */
export const taskSchema = resource(
  'tekton.dev/v1',
  'Task',
  strict({
    description: text,
    params: listOf(strict({ name: text, description: text }, { default: { type: 'string' } })),
    results: named,
    steps: listOf(
      strict({
        name: text,
        image: text,
        onError: { enum: ['continue', 'stopAndFail'] },
        timeout: tektonDuration,
        envFrom,
        env: listOf(nameAndValue),
        script: text,
      }),
    ),
  }),
);

/** https://tekton.dev/docs/pipelines/pipelines/#configuring-a-pipeline */
export const pipelineSchema = resource(
  'tekton.dev/v1',
  'Pipeline',
  strict({
    params: named,
    tasks: listOf(
      strict(
        { name: text, taskRef: strict({ name: text }), params: listOf(nameAndValue) },
        {
          runAfter: listOf(text),
          timeout: tektonDuration,
          when: listOf(strict({ input: text, operator: { enum: ['in', 'notin'] }, values: listOf(text) })),
        },
      ),
    ),
  }),
);
