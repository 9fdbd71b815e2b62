import type { Db, Document } from 'mongodb';
import type { StateReader, StateRow } from '../../../domain/state.ts';
import { type ExtendedDocument, rowOfDocument } from './document-row.ts';

/** Shows the collections of one database, each document as a row. */
export function readMongodb(store: string, database: Db): StateReader {
  const all = (name: string) => database.collection(name).find({}).sort({ _id: 1 });
  return {
    units: async () => {
      const listed = await database.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
      const names = listed.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
      return names.toSorted().map((name) => ({ store, kind: 'table', name, keyColumns: ['_id'] }));
    },
    async *rows({ name }) {
      for await (const document of all(name)) yield await toRow(document);
    },
    async read({ name }, keys) {
      const { BSON } = await import('./mongodb-library.ts');
      const ids = keys.map((key) => idOf(key, (text) => BSON.EJSON.parse(text)));
      const found = await database
        .collection(name)
        .find({ _id: { $in: ids } } as Document)
        .toArray();
      const rows = await Promise.all(found.map(toRow));
      return new Map(rows.map((row) => [row.key, row]));
    },
  };
}

async function toRow(document: Document): Promise<StateRow> {
  const { BSON } = await import('./mongodb-library.ts');
  return rowOfDocument(BSON.EJSON.serialize(document, { relaxed: false }) as ExtendedDocument);
}

/** A key is the text of an id that is text, and extended JSON of any other, which has braces. */
function idOf(key: string, parse: (text: string) => unknown): unknown {
  const [text = ''] = JSON.parse(key) as readonly string[];
  if (!text.startsWith('{"')) return text;
  try {
    return parse(text);
  } catch {
    return text;
  }
}
