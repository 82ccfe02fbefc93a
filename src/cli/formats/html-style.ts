/** The style sheet of the page. Colours have at least the contrast that WCAG 2.2 AA asks for, in light and dark. */
export const htmlStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #ffffff; --soft: #f6f8fa; --line: #d0d7de; --dim: #57606a;
  --error: #b42318; --warning: #8a5a00; --clean: #1a7f37; --link: #0550ae; --mark: #ffe3a3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #161b22; --line: #30363d;
  --dim: #9da7b3; --error: #ff8a80; --warning: #e3b341; --clean: #56d364; --link: #79b8ff; --mark: #6b4d00; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { border-left: .4rem solid var(--clean); padding: .2rem 1rem; margin-bottom: 1.5rem; }
header.error { border-color: var(--error); }
header.warning { border-color: var(--warning); }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 2rem 0 .5rem; }
header p { margin: .3rem 0; }
nav ul { padding-left: 1.2rem; margin: .5rem 0; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--error); border-radius: .3rem; padding: .6rem 1rem;
  margin: .6rem 0; }
article.warning { border-left-color: var(--warning); }
article p { margin: .2rem 0; }
.place strong { color: var(--error); }
article.warning .place strong { color: var(--warning); }
.place, .rule, .related { color: var(--dim); font-size: .9rem; }
.related { margin: .3rem 0; padding-left: 1.2rem; }
pre { background: var(--soft); padding: .5rem .8rem; margin: .5rem 0; overflow-x: auto; border-radius: .3rem; }
pre, code { font: .875rem/1.5 ui-monospace, monospace; }
.number { color: var(--dim); user-select: none; }
mark { background: var(--mark); color: inherit; border-radius: .15rem; }
a { color: var(--link); }
@media print { article { break-inside: avoid; } }
`;
