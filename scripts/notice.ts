import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Licences that let their code be part of an MIT-licensed bundle when they are named. Any other stops the build. */
const permissive = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
]);

type Package = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
};

/** Used by the build: what is inside the bundle, by whom, and under which terms, with their full text. */
export async function noticeOf(
  root: string,
  inputs: readonly string[],
  legalComments: readonly string[],
): Promise<string> {
  const folders = [...new Set(inputs.flatMap(packageFolderOf))].sort();
  const packages = await Promise.all(folders.map((folder) => describePackage(join(root, folder))));
  const refused = packages.filter(({ licence }) => !isPermissive(licence));
  if (refused.length > 0) {
    const names = refused.map(({ name, licence }) => `${name} (${licence})`).join(', ');
    throw new Error(
      `The bundle would contain code under a licence that is not known to be permissive: ${names}`,
    );
  }
  const comments = [...new Set(legalComments.flatMap((text) => text.split(/\n\n(?=\S)/)))]
    .sort()
    .join('\n\n');
  return `${heading}\n${packages.map(section).join('\n')}\n${rule}\nLegal comments found in the code\n\n${comments.trim()}\n`;
}

/** Of licences to choose from (`(BSD-3-Clause OR GPL-2.0)`, an SPDX expression) one permissive suffices. */
function isPermissive(licence: string): boolean {
  const choices = licence.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => permissive.has(choice));
}

/** The innermost package of a path: `node_modules/a/node_modules/@b/c/lib/x.js` is of `…/@b/c`. */
export function packageFolderOf(input: string): readonly string[] {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match?.[1] ? [match[1]] : [];
}

const rule = '-'.repeat(80);
const heading =
  'Shadowgate is under the MIT licence. The files in this folder contain these packages as well:\n';

async function describePackage(folder: string): Promise<Package> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const texts = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const contents = await Promise.all(texts.map((file) => readFile(join(folder, file), 'utf8')));
  const text = contents.map((content) => content.trim()).join('\n\n');
  return { name, version, licence: license ?? 'none stated', text };
}

function section({ name, version, licence, text }: Package): string {
  return `${rule}\n${name} ${version} (${licence})\n\n${text === '' ? 'The package carries no licence text.' : text}\n`;
}
