import { html, type Markup } from './markup.ts';

/**
 * How the page looks: one column to read in, light or dark as the reader has it, on paper black on white. No colour says
 * what a word or a sign does not say as well. Fonts are those of the machine.
 */
export const styleMarkup: Markup = html`<style>
:root {
  --paper: #fdfdfc; --ink: #1c1e21; --quiet: #5c6370; --rule: #dcdfe4; --raised: #f3f4f6;
  --red: #a8201a; --red-soft: #fbeae8; --amber: #8a5300; --amber-soft: #fdf3df;
  --green: #1c6b3a; --green-soft: #e7f4ea; --violet: #5b3b9c; --violet-soft: #efeafa; --link: #0b5394;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --ink: #e4e6e9; --quiet: #9ba3ae; --rule: #343a41; --raised: #1e2226;
    --red: #ff8f86; --red-soft: #3a1e1d; --amber: #f0b95c; --amber-soft: #352a16;
    --green: #7fd39a; --green-soft: #1a3022; --violet: #c3a9f7; --violet-soft: #2a2240; --link: #86bdf5;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 68rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 0 0 .25rem; }
h4 { font-size: .95rem; margin: 1.5rem 0 .4rem; }
p { margin: .4rem 0; max-width: 48rem; text-wrap: pretty; }
ul, ol { padding-left: 1.4rem; max-width: 52rem; }
li { margin: .2rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { white-space: break-spaces; background: var(--raised); padding: .08em .3em; border-radius: .25em; }
pre { margin: .4rem 0; padding: .75rem 1rem; background: var(--raised); border-radius: .4rem; overflow-x: auto; }
pre code { background: none; padding: 0; white-space: pre-wrap; font-size: 1em; }
em { color: var(--quiet); }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.cut, .hint, .facts, .equal, figcaption { color: var(--quiet); font-size: .9rem; }
.verdict { padding: 1.25rem 1.5rem; border-left: .4rem solid var(--quiet); border-radius: .4rem; background: var(--raised); }
.verdict.passed { border-color: var(--green); background: var(--green-soft); }
.verdict.awaiting-approval, .verdict.open { border-color: var(--amber); background: var(--amber-soft); }
.verdict.blocked { border-color: var(--red); background: var(--red-soft); }
.verdict.inconclusive { border-color: var(--violet); background: var(--violet-soft); }
.verdict code { background: none; padding: 0; }
.remedy { font-weight: 600; }
.sign { display: inline-block; min-width: 1.1em; text-align: center; }
nav ol { padding-left: 1.8rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.page { margin: 1.5rem 0; padding: 1.25rem 1.5rem; border: 1px solid var(--rule); border-radius: .5rem; }
.page:target, .follower:target { outline: 2px solid var(--link); outline-offset: 2px; }
.number { display: inline-block; min-width: 1.6em; margin-right: .25em; text-decoration: none; color: var(--quiet); }
.breaking .severity, span.breaking, .differs, .claim { color: var(--red); }
.risky .severity, span.risky { color: var(--amber); }
.cause { font-size: 1.05rem; max-width: 56rem; }
dl { margin: .75rem 0; }
dd { margin: 0; }
.rows, .sides { display: grid; grid-template-columns: minmax(5.5rem, max-content) 1fr; gap: .4rem 1.25rem; }
.rows dt, .sides dt, .notes dt { color: var(--quiet); }
.notes > div { display: flex; flex-wrap: wrap; gap: 0 .6rem; margin: .25rem 0; font-size: .925rem; }
.notes dd { flex: 1 1 20rem; }
.frame { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-top: 1px solid var(--rule); min-width: 4rem; }
thead th { color: var(--quiet); font-weight: 500; border-top: 0; }
tbody th { font-weight: inherit; overflow-wrap: break-word; max-width: 22rem; }
.differs, .equal { white-space: nowrap; }
.statements { margin: .5rem 0; border-radius: .4rem; background: var(--raised); overflow-x: auto; padding: .5rem 0; }
.statements > div { padding: .15rem 1rem; border-left: .3rem solid transparent; }
.statements .gone { border-color: var(--red); background: var(--red-soft); }
.statements .new { border-color: var(--green); background: var(--green-soft); }
.statements code { background: none; padding: 0; }
.line { color: var(--quiet); font-size: .85rem; margin-right: .75rem; }
details { margin: .9rem 0; }
summary { cursor: pointer; font-weight: 600; padding: .2rem 0; }
.follower { margin: .75rem 0 .75rem .25rem; padding-left: 1rem; border-left: 2px solid var(--rule); }
.follower h4 { margin-top: .5rem; }
.warnings { border-left: .3rem solid var(--amber); padding-left: 1.2rem; margin-top: 2rem; }
.warnings h2 { margin-top: 0; }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); font-size: .9rem; }
@media (max-width: 40rem) {
  .rows, .sides { grid-template-columns: 1fr; gap: .1rem; }
  .rows dd, .sides dd { margin-bottom: .6rem; }
  .page, .verdict { padding: 1rem; }
  h1 { font-size: 1.45rem; }
  table { min-width: 34rem; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --raised: #f4f4f4; --link: #000;
    --red: #8a1510; --red-soft: #fff; --amber: #6b4000; --amber-soft: #fff;
    --green: #14532b; --green-soft: #fff; --violet: #452b7a; --violet-soft: #fff;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .skip { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .frame, .statements, pre { overflow: visible; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, .statements { break-inside: avoid; }
}
</style>`;
