import { meaningOfField } from './resource-names.ts';
import { inEncoded, type ReplaceToken } from './text-tokens.ts';
import { decodeText, fieldName } from './url-text.ts';

/** The place of what has a name inside another, with the name as one step of a JSON Pointer. */
export function placeOf(around: string, name: string): string {
  return `${around}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Used on `name=value&…`, as queries and forms have it: puts in what `replace` gives for each value or piece of one. */
export function inFields(
  fields: string,
  where: { readonly place: string; readonly target: string },
  replace: ReplaceToken,
): string {
  const inField = (field: string): string => {
    const equals = field.indexOf('=');
    if (equals === -1) return field;
    const raw = field.slice(0, equals);
    const name = fieldName(raw);
    const spot = {
      place: placeOf(where.place, decodeText(raw)),
      ...meaningOfField({ name, parent: '', target: where.target }),
    };
    const value = inEncoded(field.slice(equals + 1), spot, replace);
    return `${field.slice(0, equals + 1)}${value}`;
  };
  return fields.split('&').map(inField).join('&');
}
