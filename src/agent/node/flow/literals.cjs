'use strict';

const intrinsics = require('../intrinsics.cjs');

/**
 * The parts of a query, one alternative each, tried where the last ended: space and comments; quoted text (with the prefix that says of
 * what sort); text between dollars; quoted names; placeholders; numbers; words; casts and operators; any other sign.
 */
const parts = partsWith({
  text: `(?:[eE]'(?:[^'\\\\]|\\\\[^]|'')*'|(?:[nNbBxX]|_utf8(?:mb4)?)?'(?:[^']|'')*')`,
  name: '"(?:[^"]|"")*"',
});
/** MySQL takes double quotes for text, a backslash in text for an escape, and `#` for a comment. */
const mysqlParts = partsWith({
  text: `(?:[nNbBxX]|_utf8(?:mb4)?)?(?:'(?:[^'\\\\]|\\\\[^]|'')*'|"(?:[^"\\\\]|\\\\[^]|"")*")`,
  name: '(?!)',
  comment: '|#[^\\n]*',
});

function partsWith({ text, name, comment = '' }) {
  const alternatives = [
    `(\\s+|--[^\\n]*|/\\*[^]*?\\*/${comment})`,
    `(${text}|\\$(\\w*)\\$[^]*?\\$\\3\\$)`,
    `(${name}|\`[^\`]*\`)`,
    '(\\$\\w+|\\?\\d*|%s|%\\(\\w+\\)s|(?<!:):[A-Za-z_]\\w*|@[A-Za-z_]\\w*)',
    '((?:0[xX][\\da-fA-F]+|\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|\\.\\d+))',
    '([A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*)',
    '(::|[<>!=~|]+|[^])',
  ];
  return new RegExp(alternatives.join('|'), 'y');
}

const spaceAtEnd = / $/;
const startsDollar = /^\$\d/;
const names = /[:@$%(]/g;
const separator = /^(?:=|[<>!]=?|<>|~~?\*?)$/;

/**
 * Takes the literals out of a query in SQL: `{ text, values }`, with `?` for each literal and placeholder, space and comments made even.
 * A value is `{ name, value }`: the column it is held against or put into, as far as the text shows it, so that the value of a secret is
 * known as one. `given` are the bound arguments by position, `named` those by name.
 */
function takeLiterals({ text, system, given, named = null }) {
  const pattern = system === 'mysql' ? mysqlParts : parts;
  const state = { text: '', values: [], next: 0, given, named, columns: createColumns() };
  pattern.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = intrinsics.regExpExec(pattern, text);
    // What is cut in the middle of a quoted text is a value as well.
    if (found === null) break;
    if (found[2] === undefined && (found[0] === "'" || (system === 'mysql' && found[0] === '"'))) {
      addValue(state, intrinsics.stringSlice(text, at + 1));
      break;
    }
    addPart(state, found);
    at += found[0].length;
  }
  return { text: withoutEnd(state.text), values: state.values };
}

function addPart(state, found) {
  const part = found[0];
  const quoted = found[2];
  const placeholder = found[5];
  const number = found[6];
  if (found[1] !== undefined) {
    if (state.text !== '' && intrinsics.regExpExec(spaceAtEnd, state.text) === null) state.text += ' ';
    return;
  }
  if (quoted !== undefined) addValue(state, unquoted(quoted));
  else if (number !== undefined) addValue(state, number);
  else if (placeholder !== undefined) addValue(state, boundTo(state, placeholder));
  else {
    state.columns.see(part, found[4] ?? found[7] ?? null);
    state.text += part;
  }
}

function addValue(state, value) {
  const name = state.columns.name();
  state.columns.see('?', null);
  state.text += '?';
  state.values[state.values.length] = { name, value };
}

function boundTo(state, placeholder) {
  if (intrinsics.regExpExec(startsDollar, placeholder) !== null)
    return state.given[+intrinsics.stringSlice(placeholder, 1) - 1];
  if (placeholder === '?' || placeholder === '%s') return state.given[state.next++];
  if (placeholder[0] === '?') return state.given[+intrinsics.stringSlice(placeholder, 1) - 1];
  if (state.named === null) return undefined;
  let plain = '';
  for (let index = 0; index < placeholder.length; index += 1) {
    names.lastIndex = 0;
    if (intrinsics.regExpExec(names, placeholder[index]) === null) plain += placeholder[index];
  }
  return state.named(plain);
}

/** Follows which column the next value belongs to: behind `column =`, and by place in `INSERT INTO t (a, b) VALUES (…)`. */
function createColumns() {
  const state = { last: '', isCompared: false, depth: 0, insert: 'no', place: 0, columns: [] };
  return {
    see(part, word) {
      if (word === null) seeSign(state, part);
      else seeWord(state, word, intrinsics.stringToLowerCase(word));
    },
    name() {
      if (state.insert === 'values' && state.depth === 1) return state.columns[state.place] ?? '';
      return state.isCompared ? state.last : '';
    },
  };
}

function seeSign(state, part) {
  if (part === '(') {
    state.depth += 1;
    if (state.depth === 1) state.place = 0;
    if (state.insert === 'table') state.insert = 'columns';
  } else if (part === ')') {
    state.depth -= 1;
    if (state.insert === 'columns') state.insert = 'listed';
  } else if (part === ',') {
    if (state.depth === 1) state.place += 1;
    if (state.depth === 0) state.isCompared = false;
  } else if (intrinsics.regExpExec(separator, part) !== null) state.isCompared = true;
}

const comparing = new Set(['like', 'ilike', 'in', 'between']);
const joining = new Set(['and', 'or', 'not', 'null', 'true', 'false']);

function seeWord(state, word, lower) {
  if (intrinsics.setHas(comparing, lower)) state.isCompared = true;
  else if (lower === 'into') state.insert = 'table';
  else if (lower === 'values' && state.insert === 'listed') state.insert = 'values';
  else if (state.insert === 'columns') state.columns[state.columns.length] = bare(word);
  else {
    if (!intrinsics.setHas(joining, lower)) state.last = bare(word);
    state.isCompared = false;
  }
}

/** Without the quotes of a quoted name. */
function bare(word) {
  const isQuoted = word[0] === '"' || word[0] === '`';
  return isQuoted ? intrinsics.stringSlice(word, 1, -1) : word;
}

const openQuote = /^[^'"$]*(?:'|"|\$\w*\$)/;

function unquoted(literal) {
  const open = intrinsics.regExpExec(openQuote, literal)?.[0].length ?? 0;
  const close = literal[literal.length - 1] === '$' ? open : 1;
  return intrinsics.stringSlice(literal, open, -close);
}

const endOfText = /[ ;]$/;

function withoutEnd(text) {
  let plain = text;
  while (intrinsics.regExpExec(endOfText, plain) !== null) plain = intrinsics.stringSlice(plain, 0, -1);
  return plain;
}

module.exports = { takeLiterals };
