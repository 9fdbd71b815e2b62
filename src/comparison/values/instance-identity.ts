import { foldText } from '../text/text-form.ts';

/**
 * Strings that name one instance (its port, its folders) may leak into its answers: an issuer URL, a stack trace.
 * Such a difference says nothing about the code. Two texts that differ are therefore compared once more with each
 * side's own strings replaced; documents are never edited before the comparison, so nothing else can hide there.
 */
export type IdentityMask = {
  /** Whether the two texts are equal once each side's own strings are replaced by the same placeholder. */
  readonly isSame: (baseline: string, other: string) => boolean;
  /** The text as it is compared: the side's own strings replaced. */
  readonly ofBaseline: (text: string) => string;
  readonly ofOther: (text: string) => string;
  /** Whether a text of the same form (see `foldText`) may hold a string of either side. */
  readonly mayBeInForm: (text: string) => boolean;
};

/** Both lists name the same things in the same order (port first, say), which keeps a port from passing for a folder. */
export function createIdentityMask(
  baselineIdentity: readonly string[],
  otherIdentity: readonly string[],
): IdentityMask {
  const ofBaseline = createReplacer(baselineIdentity);
  const ofOther = createReplacer(otherIdentity);
  let folded: readonly string[] | null = null;
  return {
    ofBaseline,
    ofOther,
    isSame: (baseline, other) => {
      if (baseline === other) return true;
      const before = ofBaseline(baseline);
      return (before !== baseline || before.includes(placeholder)) && before === ofOther(other);
    },
    mayBeInForm: (text) => {
      const form = foldText(text);
      folded ??= [...baselineIdentity, ...otherIdentity].flatMap(spellings).map(foldText);
      return folded.some((name) => form.includes(name));
    },
  };
}

/** Stands before what replaces a string; a text that holds neither it nor a string of its side can only equal itself. */
const placeholder = '\uE000';

type Replace = (text: string) => string;

/** Made ready with the first text that differs: most exchanges have none. */
function createReplacer(identity: readonly string[]): Replace {
  let ready: Replace | null = null;
  return (text) => {
    ready ??= readyReplacer(identity);
    return ready(text);
  };
}

function readyReplacer(identity: readonly string[]): Replace {
  const names = identity.flatMap((name, index) => spellings(name).map((spelling) => ({ spelling, index })));
  if (names.length === 0) return (text) => text;
  const shortest = Math.min(...names.map(({ spelling }) => spelling.length));
  const longestFirst = names.toSorted((one, other) => other.spelling.length - one.spelling.length);
  const indexOf = new Map(longestFirst.toReversed().map(({ spelling, index }) => [spelling, index]));
  const pattern = new RegExp(longestFirst.map(({ spelling }) => bounded(spelling)).join('|'), 'g');
  const placed = (name: string): string => `${placeholder}instance ${indexOf.get(name)}\uE001`;
  return (text) => (text.length < shortest ? text : text.replace(pattern, placed));
}

/** As it is, and as it stands inside a URL or inside HTML and JSON that escape slashes. */
function spellings(name: string): readonly string[] {
  if (name === '') return [];
  return [...new Set([name, encodeURIComponent(name), encodeURI(name), name.replaceAll('/', '\\/')])];
}

/** A port is no port inside a longer number, and a folder is none inside a longer name. */
function bounded(spelling: string): string {
  const escaped = spelling.replace(/[^\w\s]/g, '\\$&');
  if (/^\d+$/.test(spelling)) return `(?<!\\d)${escaped}(?!\\d)`;
  return /\w$/.test(spelling) ? `${escaped}(?!\\w)` : escaped;
}
