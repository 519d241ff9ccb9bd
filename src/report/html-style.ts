/**
 * Style of the standalone page. No quotation marks, ampersands or less-than signs in it: it goes through the
 * same escaping as any text.
 */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6575; --line: #d5dae2; --paper: #fff; --band: #f4f6f9;
  --bad: #a61b1b; --mended: #8a5a00; --open: #52606f; --good: #1d6b3a; --warn: #fff4d6; --warn-line: #d9a400;
  --heat1: #fde3df; --heat2: #f9bdb4; --heat3: #f08f82; --heat4: #d95a4c; --heat-ink4: #fff; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a5b0bf; --line: #3a4452; --paper: #151a21;
  --band: #1e2530; --bad: #ff9a8f; --mended: #f0c26a; --open: #a9b6c4; --good: #7fd6a0; --warn: #3a2f10;
  --warn-line: #b98d12; --heat1: #4a2622; --heat2: #6d2f29; --heat3: #943c33; --heat4: #c24a3f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 20px 16px 48px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 1.2rem; margin: 36px 0 10px; border-bottom: 2px solid var(--line); padding-bottom: 4px; }
h3 { font-size: 1.05rem; margin: 24px 0 4px; }
h3 small { font-weight: 400; }
h4 { font-size: 0.95rem; margin: 14px 0 6px; color: var(--soft); font-weight: 600; }
p { margin: 4px 0; max-width: 75ch; }
.soft, small { color: var(--soft); font-size: 0.875rem; }
.coverage { border-left: 4px solid var(--good); background: var(--band); padding: 10px 14px; margin-top: 16px; }
.coverage.gaps { border-color: var(--warn-line); background: var(--warn); }
.coverage p { max-width: none; }
.coverage h2 { border: 0; margin: 0 0 4px; padding: 0; font-size: 1.05rem; }
ul { margin: 6px 0; padding-left: 20px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { border: 1px solid var(--line); padding: 5px 8px; text-align: left; vertical-align: top; }
thead th { background: var(--band); font-weight: 600; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th.n { white-space: normal; }
.broken { color: var(--bad); font-weight: 600; }
.mended { color: var(--mended); font-weight: 600; }
.open { color: var(--open); }
.scroll { overflow-x: auto; }
.heat table { width: auto; }
.heat th, .heat td { text-align: center; padding: 3px 6px; min-width: 46px; white-space: nowrap; }
.heat tbody th { position: sticky; left: 0; background: var(--paper); text-align: left; }
.h1 { background: var(--heat1); } .h2 { background: var(--heat2); } .h3 { background: var(--heat3); }
.h4 { background: var(--heat4); color: var(--heat-ink4); }
.heat i { font-style: normal; font-size: 0.8rem; opacity: 0.8; }
.key { display: inline-block; padding: 0 6px; border: 1px solid var(--line); }
.evidence { font-size: 0.84rem; color: var(--soft); }
.level { display: inline-block; border: 1px solid currentColor; border-radius: 3px; padding: 0 5px; font-weight: 600; }
footer { margin-top: 40px; border-top: 1px solid var(--line); padding-top: 10px; }
footer p { overflow-wrap: anywhere; max-width: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 6px 0; font-size: 0.9rem; }
dt { font-weight: 600; } dd { margin: 0; }
@media screen and (max-width: 760px) {
  .cards thead { position: absolute; left: -9999px; }
  .cards, .cards tbody, .cards tr, .cards td, .cards tbody th { display: block; width: 100%; }
  .cards tr { border: 1px solid var(--line); margin-bottom: 10px; }
  .cards td, .cards tbody th { border: 0; border-bottom: 1px solid var(--line); padding: 5px 10px; }
  .cards td.n { text-align: left; white-space: normal; }
  .cards td[data-label]::before { content: attr(data-label) ': '; color: var(--soft); font-weight: 400; }
  .cards td:last-child { border-bottom: 0; }
  .cards td.none { display: none; }
}
@media print {
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; } tr, .coverage { break-inside: avoid; } .scroll { overflow: visible; }
  thead { display: table-header-group; }
  .h1, .h2, .h3, .h4, .coverage, thead th { print-color-adjust: exact; }
}
@page { size: A4; margin: 15mm 10mm 15mm 20mm; }
`
