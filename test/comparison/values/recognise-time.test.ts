import { describe, expect, test } from '@jest/globals';
import { embeddedTime, recogniseTime } from '../../../src/comparison/values/recognise-time.ts';

const noon = Date.UTC(2024, 4, 1, 12);

describe('moments and how they are written', () => {
  test.each([
    ['2024-05-01T12:00:00.000Z', false, 'isoTmsZ', noon],
    ['2024-05-01T12:00:00Z', false, 'isoTsZ', noon],
    ['2024-05-01 12:00:00', false, 'iso s', noon],
    ['2024-05-01T14:00:00.5+02:00', false, 'isoTms+02:00', noon + 500],
    ['2024-05-01T12:00:00.123456Z', false, 'isoTusZ', noon + 123],
    ['2024-05-01', false, 'date', Date.UTC(2024, 4, 1)],
    ['Wed, 01 May 2024 12:00:00 GMT', false, 'http-date', noon],
    ['Wed May 01 2024 12:00:00 GMT+0000 (UTC)', false, 'js-date', noon],
    [`${noon / 1000}`, true, 'epoch-s', noon],
    [`${noon}`, true, 'epoch-ms', noon],
    [`${noon / 1000}.25`, true, 'epoch-s-fraction', noon + 250],
    [`${noon}`, false, 'epoch-ms-text', noon],
  ])('%s (number: %s) is %s', (text, numeric, format, ms) => {
    expect(recogniseTime(text, numeric)).toEqual({ format, ms });
  });

  test.each([
    ['hello', false],
    ['2024-13-45T99:00:00Z', false],
    ['12', true],
    ['99999999999', true],
    ['9714556800', true],
    ['2024-05-01 or so', false],
    ['1'.repeat(100), true],
  ])('%s is no moment', (text, numeric) => {
    expect(recogniseTime(text, numeric)).toBeNull();
  });

  test('moments are found inside a longer text', () => {
    const text = 'made 2024-05-01T12:00:00.000Z, sent Wed, 01 May 2024 12:00:00 GMT at 9:05:01';
    expect(text.replace(embeddedTime, '*')).toBe('made *, sent * at *');
  });
});
