/** Each kind of constraint by its name: a value inside is excused, one outside stands. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { settleFindings } from '../../../src/comparison/settle-findings.ts';
import { aJson, aRun, aToken } from '../builders.ts';

type Kind = {
  readonly name: string;
  /** What the unchanged build gives; two by two are answers to one request. */
  readonly samples: readonly unknown[];
  readonly inside: unknown;
  readonly outside: readonly unknown[];
};

const uuid = (digit: number, version = 4) => `${`${digit}`.repeat(8)}-1111-${version}111-8111-111111111111`;
const hash = (text: string, algorithm = 'sha256') => createHash(algorithm).update(text).digest('hex');
const at = (seconds: number) => new Date(1_714_557_600_123 + seconds * 1000);
const ulid = (end: string) => `01HZX3V9K2M4N6P8Q0R2S4T${end}`;

const kinds: readonly Kind[] = [
  {
    name: 'uuid 4',
    samples: [uuid(1), uuid(2), uuid(3), uuid(5)],
    inside: uuid(6),
    outside: [uuid(6, 7), '17', 17, null],
  },
  {
    name: 'ulid',
    samples: [ulid('6V8'), ulid('7V9'), ulid('8VA'), ulid('9VB')],
    inside: ulid('AVC'),
    outside: [uuid(1), 'x'],
  },
  {
    name: 'time (isoTmsZ)',
    samples: [0, 1, 2, 3].map((seconds) => at(seconds).toISOString()),
    inside: at(4).toISOString(),
    outside: [
      ...[
        at(4).toISOString().replace('.123', ''),
        at(4).toISOString().replace('Z', '+02:00'),
        at(4).getTime(),
      ],
      at(9e6).toISOString(),
    ],
  },
  {
    name: 'time (date)',
    samples: ['2024-05-01', '2024-05-02', '2024-05-01', '2024-05-03'],
    inside: '2024-05-04',
    outside: ['01.05.2024', '2034-05-04'],
  },
  {
    name: 'time (epoch-ms)',
    samples: [0, 1, 2, 3].map((seconds) => at(seconds).getTime()),
    inside: at(4).getTime(),
    outside: [1_714_557_604, at(4).toISOString()],
  },
  {
    name: 'hash, hex of 64',
    samples: ['a', 'b', 'c', 'd'].map((text) => hash(text)),
    inside: hash('e'),
    outside: [hash('e', 'md5'), hash('e').toUpperCase(), `${hash('e').slice(1)}z`],
  },
  {
    name: 'duration (iso)',
    samples: ['PT0.9S', 'PT1.1S', 'PT0.7S', 'PT2S'],
    inside: 'PT3.25S',
    outside: ['PT9H', '3.25', 'P3D'],
  },
  {
    name: 'digits of 1 to 3 before ms',
    samples: ['9ms', '12ms', '14ms', '20ms'],
    inside: '17ms',
    outside: ['17s', '17', '17000ms'],
  },
  {
    name: 'one of on, off',
    samples: ['on', 'off', 'off', 'on', 'on', 'off'],
    inside: 'on',
    outside: ['gone', 1, null],
  },
  { name: 'integer near 3 to 9', samples: [3, 9, 4, 8], inside: 5, outside: [5.5, -5, 5000, '5'] },
];

const run = (samples: readonly unknown[], field: string, candidate: unknown) =>
  aRun(
    ...Array.from({ length: samples.length / 2 }, (_, pair) => ({
      id: `x${pair}`,
      baseline: aJson({ [field]: samples[pair * 2] }),
      secondary: aJson({ [field]: samples[pair * 2 + 1] }),
      candidate: aJson({ [field]: pair === 0 ? candidate : samples[pair * 2] }),
    })),
  );
const settle = (samples: readonly unknown[], candidate: unknown, field = 'value') => {
  const runs = [run(samples, field, candidate), run(samples, field, candidate)];
  return settleFindings({ runs, extraDivergences: [], ignores: [], today: '2024-05-01' });
};

describe.each(kinds)('$name', ({ name, samples, inside, outside }) => {
  test('is excused inside, under its name', () => {
    const { findings, noise } = settle(samples, inside);
    expect(findings.map(({ disposition }) => disposition.kind)).toEqual(
      inside === samples[0] ? [] : ['noise'],
    );
    for (const { learned } of noise) expect(learned).toBe(name);
  });

  test.each(outside.map((value) => [JSON.stringify(value), value]))('stands outside: %s', (_, value) => {
    const { findings, noise } = settle(samples, value);
    expect(findings.map(({ disposition }) => disposition.kind)).toEqual(['counted']);
    expect(noise.filter(({ findings: excused }) => excused > 0)).toEqual([]);
  });
});

test('a port is known by its name', () => {
  const samples = [40_001, 51_007, 33_200, 60_111];
  const outcome = (candidate: unknown, field: string) =>
    settle(samples, candidate, field).findings.map(({ disposition }) => disposition.kind);
  expect(settle(samples, 49_152, 'remotePort').noise[0]?.learned).toBe('port');
  expect(outcome(70_000, 'remotePort')).toEqual(['counted']);
  expect(outcome(0, 'remotePort')).toEqual(['counted']);
  expect(outcome(70_000, 'total')).toEqual(['noise']);
});

test('a token that is signed stays one, and what it claims is compared', () => {
  const token = (exp: number, sub = 'ada') => aToken({ sub, exp });
  const samples = [0, 1, 2, 3].map((seconds) => token(1_714_557_600 + seconds));
  const kindsOf = (candidate: unknown) =>
    settle(samples, candidate).findings.map(
      ({ divergence, disposition }) => `${divergence.pattern} ${disposition.kind}`,
    );
  expect(kindsOf(token(1_714_557_605))).toEqual(['body/value/(jwt)/exp noise']);
  expect(kindsOf(token(1_714_557_605, 'eve'))).toContain('body/value/(jwt)/sub counted');
});

test('where nothing varies, any other value stands', () => {
  expect(settle([1, 1, 1, 1], 2).findings.map(({ disposition }) => disposition.kind)).toEqual(['counted']);
});
