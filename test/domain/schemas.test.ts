// covers: flow.ts
// covers: cost.ts
/*
 * covers: change.ts
 * covers: cluster.ts
 * covers: credential.ts
 * covers: determinism.ts
 * covers: divergence.ts
 * covers: evidence.ts
 * covers: evidence-trace.ts
 * covers: failure.ts
 * covers: exercise.ts
 * covers: noise-report.ts
 * covers: observation.ts
 * covers: plan.ts
 * covers: policy.ts
 * covers: progress.ts
 * covers: provenance.ts
 * covers: recording.ts
 * covers: replay-report.ts
 * covers: runtime-snapshot.ts
 * covers: service.ts
 * covers: shadow-report.ts
 * covers: state.ts
 * covers: state-source.ts
 * covers: telemetry.ts
 * covers: upstream.ts
 * covers: verdict.ts
 * covers: value-links.ts
 */
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import * as change from '../../src/domain/change.ts';
import * as cluster from '../../src/domain/cluster.ts';
import * as credential from '../../src/domain/credential.ts';
import * as determinism from '../../src/domain/determinism.ts';
import * as divergence from '../../src/domain/divergence.ts';
import * as evidence from '../../src/domain/evidence.ts';
import * as evidenceTrace from '../../src/domain/evidence-trace.ts';
import * as exercise from '../../src/domain/exercise.ts';
import * as isolation from '../../src/domain/isolation.ts';
import * as noiseReport from '../../src/domain/noise-report.ts';
import * as observation from '../../src/domain/observation.ts';
import * as plan from '../../src/domain/plan.ts';
import * as policy from '../../src/domain/policy.ts';
import * as progress from '../../src/domain/progress.ts';
import * as provenance from '../../src/domain/provenance.ts';
import * as recording from '../../src/domain/recording.ts';
import * as replayReport from '../../src/domain/replay-report.ts';
import * as runtimeSnapshot from '../../src/domain/runtime-snapshot.ts';
import * as service from '../../src/domain/service.ts';
import * as shadowReport from '../../src/domain/shadow-report.ts';
import * as telemetry from '../../src/domain/telemetry.ts';
import * as upstream from '../../src/domain/upstream.ts';
import * as verdict from '../../src/domain/verdict.ts';

const files = {
  change,
  cluster,
  credential,
  determinism,
  divergence,
  evidence,
  evidenceTrace,
  exercise,
  isolation,
  noiseReport,
  observation,
  plan,
  policy,
  progress,
  provenance,
  recording,
  replayReport,
  runtimeSnapshot,
  service,
  shadowReport,
  telemetry,
  upstream,
  verdict,
};
const schemas = Object.entries(files).flatMap(([file, exports]) =>
  Object.entries(exports)
    .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
    .map(([name, schema]) => [`${file}.${name}`, schema] as const),
);

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly description?: string;
  readonly const?: unknown;
};

describe('the words of the domain', () => {
  test('are many', () => {
    expect(schemas.length).toBeGreaterThan(40);
  });

  test.each(schemas)('%s says of every field what it is', (_name, schema) => {
    const silent = objectsIn(z.toJSONSchema(schema)).flatMap(({ properties = {} }) =>
      Object.entries(properties)
        .filter(
          ([key, field]) => field.description === undefined && !(key === 'kind' && field.const !== undefined),
        )
        .map(([key]) => key),
    );
    expect(silent).toEqual([]);
  });

  test.each(
    schemas.filter(
      ([name]) => !/capturedValue|[hH]it$|[tT]race$|throwFrame$|\.failure$|runtimeEvent$/.test(name),
    ),
  )('%s refuses fields it does not know', (_name, schema) => {
    const open = objectsIn(z.toJSONSchema(schema)).filter(
      ({ properties, additionalProperties }) => properties !== undefined && additionalProperties !== false,
    );
    expect(open).toEqual([]);
  });
});

describe('severities', () => {
  test('are in order, the worst last', () => {
    expect(divergence.severitiesInOrder).toEqual(['benign', 'risky', 'breaking']);
  });
});

/** Every object schema inside a JSON Schema, at any depth. */
function objectsIn(schema: unknown): readonly JsonSchema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const here = 'properties' in schema ? [schema as JsonSchema] : [];
  return [...here, ...Object.values(schema).flatMap(objectsIn)];
}
