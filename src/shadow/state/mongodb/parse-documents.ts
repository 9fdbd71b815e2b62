import type { Document } from 'mongodb';
import { reasonOf, stateUnavailable } from '../state-unavailable.ts';

/** Documents of a seed in extended JSON, as `mongoexport` writes them: an array, or one a line. */
export async function parseDocuments(path: string, text: string): Promise<readonly Document[]> {
  const { BSON } = await import('./mongodb-library.ts');
  const parse = (part: string): unknown => BSON.EJSON.parse(part, { relaxed: false });
  try {
    const lines = text.trimStart().startsWith('[')
      ? (parse(text) as readonly Document[])
      : text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => parse(line) as Document);
    return lines;
  } catch (error) {
    throw stateUnavailable(
      `The seed ${path} is no extended JSON: ${reasonOf(error)}.`,
      'Write it with mongoexport: one document a line, or an array of documents.',
      error,
    );
  }
}
