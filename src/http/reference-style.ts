/** The style sheet of the reference page: type first, light and dark, readable on a phone and on paper. */

/** CSS, whose digest the page's policy names. */
export const referenceStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1c1f23, #e4e6e9); --faint: light-dark(#5b626b, #9aa3ad);
  --line: light-dark(#e1e4e8, #30353b); --paper: light-dark(#fff, #14171a); --wash: light-dark(#f5f6f8, #1d2125);
  --link: light-dark(#0b5cad, #7ab7ff); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 16rem minmax(0, 46rem); gap: 3rem; background: var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem; border-right: 1px solid var(--line);
  font-size: .875rem; }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .75rem; letter-spacing: .04em; color: var(--faint); }
nav ul { margin: 0; padding: 0; list-style: none; }
nav a { display: block; padding: .15rem 0; color: inherit; text-decoration: none; }
nav a:hover, nav a:focus-visible { color: var(--link); text-decoration: underline; }
nav p { margin: 0; font-weight: 600; }
main { padding: 1.5rem 1.5rem 6rem 0; }
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.2; }
main > h2 { margin: 3rem 0 0; }
h3 { margin: 0 0 .25rem; font-size: 1.2rem; }
h4 { margin: 1.5rem 0 .5rem; font-size: .95rem; }
a { color: var(--link); }
section { margin-top: 2rem; padding-top: 2rem; border-top: 1px solid var(--line); }
section:target h3 { text-decoration: underline; text-decoration-thickness: 2px; }
code { font: .9em ui-monospace, monospace; background: var(--wash); padding: .1em .3em; border-radius: 3px;
  overflow-wrap: anywhere; }
p { margin: .35rem 0; }
small, .needs, .type, .example, .failure { color: var(--faint); font-size: .875rem; }
.path { padding: .5rem .75rem; background: var(--wash); border-radius: 6px; overflow-x: auto; }
.path code { background: none; }
.path b { font-size: .8rem; }
.get { color: light-dark(#1a6b3c, #74d39b); } .post, .put, .patch { color: light-dark(#8a5200, #f2b866); }
.delete { color: light-dark(#a32626, #ff9a94); }
dl { margin: .25rem 0; padding-left: 1rem; border-left: 2px solid var(--line); }
dt { margin-top: .6rem; } dd { margin: 0; }
@media (max-width: 56rem) { body { display: block; } main { padding: 1.5rem; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } }
@media print { nav { display: none; } body { display: block; } section { break-inside: avoid; } }
`;
