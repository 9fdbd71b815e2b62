import { describe, expect, test } from '@jest/globals';
import {
  isJsonArray,
  isJsonNumber,
  isJsonObject,
  typeOfJson,
} from '../../../src/comparison/json/json-value.ts';
import { json } from '../builders.ts';

describe('the type of a JSON value', () => {
  test.each([
    ['null', 'null'],
    ['true', 'boolean'],
    ['"1"', 'string'],
    ['1', 'number'],
    ['[]', 'array'],
    ['{}', 'object'],
  ])('%s is %s', (text, type) => {
    const value = json(text);
    expect(typeOfJson(value)).toBe(type);
    expect([isJsonArray(value), isJsonObject(value), isJsonNumber(value)]).toEqual(
      ['array', 'object', 'number'].map((one) => one === type),
    );
  });
});
