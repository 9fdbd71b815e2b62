import { expect, test } from '@jest/globals';
import { describeTelemetry } from '../../src/report/describe-telemetry.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { anEvidence } from '../support/builders.ts';

const { shadow } = anEvidence();
const counts = { elsewhere: 0, refused: 0, traced: 3, incomplete: 0 };

test('spans are counted by instance, with what was loaded', () => {
  const telemetry = {
    mode: 'auto',
    roles: [
      { role: 'baseline', spans: 1200, ...counts },
      { role: 'candidate', spans: 9, ...counts, service: 'api' },
    ],
    ...{ compared: 3, injected: '0.82.0', notes: ['some are missing'] },
  } as const;
  expect(phraseText(describeTelemetry({ ...shadow, telemetry }))).toBe(
    'received: baseline 1,200, api candidate 9; compared in 3 exchanges; auto-instrumentation 0.82.0 loaded',
  );
});

test('nothing is said where none were asked for', () => {
  expect(describeTelemetry(shadow)).toEqual([]);
});
