import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { html, type nothing, ownWords } from '../../../src/report/html/markup.ts';
import { hostileText } from '../../support/hostile-text.ts';

describe('html', () => {
  test('shows text, and takes only what it wrote itself for markup', () => {
    const inner = html`<b>${'<script>'}</b>`;
    expect(html`<p>${inner}${[inner]}${3}${null}</p>`.source()).toBe(
      '<p><b>&lt;script&gt;</b><b>&lt;script&gt;</b>3</p>',
    );
  });

  test('keeps text inside the quotes of an attribute', () => {
    expect(html`<a href="#${`"><img src=x onerror='y'>`}">`.source()).toBe(
      '<a href="#&quot;&gt;&lt;img src=x onerror=&#39;y&#39;&gt;">',
    );
  });

  test('makes characters without width and turned writing visible', () => {
    expect(html`${'a\u202eb\u200b\u0000'}`.source()).toBe('a\\u{202e}b\\u{200b}\\u{0}');
  });

  test('no text whatever holds a sign of markup', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(html`${text}`.source()).not.toMatch(/[<>"'`]|&(?!(amp|lt|gt|quot|#39|#96);)/);
      }),
    );
  });

  test('text that looks like markup of ours is text', () => {
    const forged = { source: () => '<script>' } as unknown as typeof nothing;
    expect(() => html`${forged}`).toThrow();
  });
});

test('own words are escaped, and keep the blanks that do not break', () => {
  expect(ownWords('3\u00a0ms < 4').source()).toBe('3\u00a0ms &lt; 4');
});
