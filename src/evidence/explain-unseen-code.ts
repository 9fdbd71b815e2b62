/** Says why the agent saw none of a changed file run, and what would let it. */
import type { BuiltSides } from '../preparation/built-sides.ts';

const mostNamed = 3;

/** One warning for all files of which no code was seen; used when an agent was there and could have seen it. */
export function explainUnseenCode(unseen: readonly string[], built: BuiltSides | null): string {
  const files = unseen.slice(0, mostNamed).join(', ');
  const more = unseen.length > mostNamed ? ` and ${unseen.length - mostNamed} more` : '';
  return `The agent saw no code run from ${files}${more}, ${whyOf(unseen, built)}: which changed lines ran, and where the programs part, is not known.${remedyOf(unseen, built)}`;
}

function whyOf(unseen: readonly string[], built: BuiltSides | null): string {
  const into = unseen.flatMap((file) => built?.candidate?.filesOf(file) ?? []).map(({ path }) => path);
  if (into.length === 0) return 'as when a build step puts it into another file';
  return `which was built into ${[...new Set(into)].slice(0, mostNamed).join(', ')}, that no process of the service loaded`;
}

/** What the maps themselves say comes first; where there is none at all, that is what is missing. */
function remedyOf(unseen: readonly string[], built: BuiltSides | null): string {
  const notes = [...new Set([...(built?.baseline?.notes ?? []), ...(built?.candidate?.notes ?? [])])];
  if (notes.length > 0) return ` Of the source maps: ${notes.slice(0, mostNamed).join('; ')}.`;
  const isMapped = unseen.some((file) => (built?.candidate?.filesOf(file) ?? []).length > 0);
  if (isMapped || built === null) return '';
  return ' No source map of what was built leads there: set `sourceMap: true` in tsconfig.json, or `--sourcemap` of the bundler, and build under `build` of `service`, not under `start`.';
}
