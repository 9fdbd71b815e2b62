/** A write that leaves something else behind is told as what is stored; telling the write as well would count one thing twice. */
import type { Divergence } from '../domain/divergence.ts';
import { evenText } from '../snapshots/flow/query-shape.ts';

/** Used when both are known: whether a difference of the flow goes to where what is stored differs anyway. */
export function createToldAsStored(
  stored: readonly { readonly divergence: Divergence }[],
): (divergence: Divergence) => boolean {
  const names = new Set(stored.flatMap(({ divergence }) => namesOf(divergence.place)));
  return ({ kind, place }) => {
    if (!/^(?:write-(?:added|removed|changed)|effect-repeated)$/.test(kind)) return false;
    const [section, system, target] = stepsOf(place);
    if (section !== 'query' || target === undefined) return false;
    return names.has(system === 'redis' ? `key ${target}` : `table ${lastOf(target)}`);
  };
}

/** `state/<store>/<table>/<key>/<column>`; the number of a database of Redis stands for its table. */
function namesOf(place: string): readonly string[] {
  const [, , unit = '', key = ''] = stepsOf(place);
  const table = `table ${lastOf(unit)}`;
  return /^\d+$/.test(unit) ? [table, `key ${evenText(key)}`] : [table];
}

/** Without schema, and without the file of the database. */
function lastOf(name: string): string {
  const file = name.split('/').at(-1) ?? '';
  return (
    (/^[\w$]+\.[\w$]+$/.test(file) && !name.includes('/') ? file.split('.')[1] : file)?.toLowerCase() ?? ''
  );
}

function stepsOf(place: string): readonly string[] {
  return place.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
