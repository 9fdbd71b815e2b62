import type { CapturedValue } from '../../domain/runtime-snapshot.ts';

const longest = 160;
const mostMembers = 6;

/** A captured value as a person reads it: `16`, `"gold"`, `{total: 155}`, `[1, 2, … 48 more]`. Untrusted text. */
export function renderCaptured(value: CapturedValue): string {
  const text = render(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function render(value: CapturedValue): string {
  if (value.reason === 'redacted') return `<redacted ${value.type} ${(value.digest ?? '').slice(0, 4)}>`;
  switch (value.type) {
    case 'undefined':
    case 'null':
      return value.type;
    case 'boolean':
    case 'number':
    case 'date':
      return value.text ?? value.type;
    case 'bigint':
      return `${value.text ?? ''}n`;
    case 'string':
      return renderText(value);
    case 'symbol':
      return `Symbol(${value.text ?? ''})`;
    case 'function':
      return `function ${value.text ?? ''}`.trimEnd();
    case 'error':
      return `${value.class ?? 'Error'}: ${value.text ?? ''}`;
    case 'reference':
      return `<same as ${value.text ?? 'an outer object'}>`;
    case 'not-captured':
      return `<not captured: ${value.reason ?? 'unknown'}>`;
    case 'bytes':
      return `<${value.length ?? 0} bytes>`;
    default:
      return renderContainer(value);
  }
}

function renderText({ text = '', length, reason }: CapturedValue): string {
  const isCut = reason === 'length' || reason === 'size';
  return `${JSON.stringify(text)}${isCut ? `… ${length} characters` : ''}`;
}

function renderContainer(value: CapturedValue): string {
  const name = value.class === undefined ? '' : `${value.class} `;
  if (value.text !== undefined) return `${name}${value.text}`;
  if (value.reason === 'heavy-class') return `<${value.class ?? 'object'}>`;
  if (value.items !== undefined) return renderItems(value, value.items);
  if (value.fields === undefined) return `${name}<${value.length ?? 0} inside ${value.type}>`;
  const members = Object.entries(value.fields).map(([key, member]) => `${key}: ${render(member)}`);
  return `${name}{${shorten(members, value.length ?? members.length)}}`;
}

function renderItems(value: CapturedValue, items: readonly CapturedValue[]): string {
  const members = items.map((item) => (value.type === 'map' ? renderEntry(item) : render(item)));
  const text = shorten(members, value.length ?? members.length);
  if (value.type === 'array') return `[${text}]`;
  return `${value.type === 'map' ? 'Map' : 'Set'} {${text}}`;
}

function renderEntry({ items = [] }: CapturedValue): string {
  const [key, member] = items;
  return key === undefined || member === undefined ? '' : `${render(key)} => ${render(member)}`;
}

function shorten(members: readonly string[], length: number): string {
  const shown = members.slice(0, mostMembers);
  const more = length - shown.length;
  return more > 0 ? [...shown, `… ${more} more`].join(', ') : shown.join(', ');
}
