import { expect, test } from '@jest/globals';
import { serviceFiles } from '../../../src/shadow/detection/service-files.ts';

const echo = async (path: string) => path;

test.each([
  ['.', ['.'], 'package.json', '../x'],
  ['apps/one', ['.', '..', '../..'], 'apps/one/package.json', 'apps/x'],
])(
  'a service in %s reads from its own folder and looks upwards to the root',
  async (directory, upwards, own, above) => {
    const files = serviceFiles(directory, echo);
    expect(files.upwards).toEqual(upwards);
    expect(await files.read('package.json')).toBe(own);
    expect(await files.read('../x')).toBe(above);
  },
);
