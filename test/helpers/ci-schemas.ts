/** What CI systems take in their files: the fields that the examples use. A field that is misspelled is refused or, worse, ignored. */
import { byName, listOf, strict, text, textsByName } from './strict-schema.js';

const minutes = { type: 'integer', minimum: 1 };

/** https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#runs-for-composite-actions */
export const actionSchema = strict({
  name: text,
  description: text,
  inputs: byName(strict({ description: text }, { required: { type: 'boolean' }, default: { type: 'string' } })),
  outputs: byName(strict({ description: text, value: text })),
  runs: strict({
    using: { const: 'composite' },
    // In a composite action a script must name its shell.
    steps: listOf(strict({ name: text, shell: text, run: text }, { id: text, if: text, env: textsByName })),
  }),
});

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax */
export const workflowSchema = strict({
  name: text,
  on: text,
  jobs: byName(
    strict(
      {
        'runs-on': text,
        steps: listOf({
          oneOf: [
            strict({ uses: text }, { id: text, name: text, with: { type: 'object' }, env: textsByName }),
            strict({ name: text, run: text }, { id: text, if: text, env: textsByName }),
          ],
        }),
      },
      { 'timeout-minutes': minutes },
    ),
  ),
});

/** https://docs.gitlab.com/ci/inputs/#define-input-parameters-with-specinputs */
export const componentHeaderSchema = strict({
  spec: strict({ inputs: byName(strict({}, { description: text, default: { type: 'string' } })) }),
});

const gitlabScript = listOf(text);

/** https://docs.gitlab.com/ci/yaml/ */
export const gitlabJobSchema = strict(
  { stage: text, script: gitlabScript },
  {
    image: text,
    variables: textsByName,
    before_script: gitlabScript,
    when: { enum: ['on_success', 'on_failure', 'always', 'manual', 'never', 'delayed'] },
    allow_failure: strict({ exit_codes: listOf({ type: 'integer', minimum: 1, maximum: 255 }) }),
    retry: strict({ max: { enum: [0, 1, 2] }, when: text }),
    artifacts: strict({
      when: { enum: ['on_success', 'on_failure', 'always'] },
      reports: strict({ junit: text, dotenv: text }),
    }),
  },
);

const azureStep = { displayName: text, condition: text, name: { type: 'string', pattern: '^[A-Za-z]\\w*$' } };

/** https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/ */
export const azureSchema = strict({
  trigger: { const: 'none' },
  pool: strict({ vmImage: text }),
  variables: listOf({ oneOf: [strict({ group: text }), strict({ name: text, value: text })] }),
  jobs: listOf(
    strict({
      job: text,
      timeoutInMinutes: minutes,
      steps: listOf({
        oneOf: [
          strict({ bash: text }, { ...azureStep, env: textsByName }),
          strict({ task: { const: 'PublishTestResults@2' }, inputs: strict(publishTestResults()) }, azureStep),
        ],
      }),
    }),
  ),
});

/** https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/publish-test-results-v2 */
function publishTestResults() {
  return { testResultsFormat: { const: 'JUnit' }, testResultsFiles: text, failTaskOnFailedTests: { type: 'boolean' } };
}
