/** The widget's looks, as a constructed style sheet: a page's Content-Security-Policy has nothing to allow. */

/** Everything a page may change is a custom property; every piece is a part. */
export const css = `
:host{--_text:var(--weir-text,light-dark(#1c2430,#e8ecf2));--_muted:var(--weir-muted,light-dark(#566070,#a3adbb));
--_line:var(--weir-border,light-dark(#c9d0d9,#465061));--_surface:var(--weir-surface,light-dark(#fff,#1b222c));
--_accent:var(--weir-accent,light-dark(#0b5cad,#7db8f5));--_on:var(--weir-on-accent,light-dark(#fff,#0d1520));
--_good:var(--weir-good,light-dark(#0f7a43,#5fd39a));--_bad:var(--weir-bad,light-dark(#b3261e,#ff9d94));
--_radius:var(--weir-radius,8px);--_gap:var(--weir-gap,8px);
display:block;color:var(--_text);font:var(--weir-font,400 14px/1.45 system-ui,sans-serif)}
:host([hidden]){display:none}
:host([theme=dark]){color-scheme:dark}
:host([theme=light]){color-scheme:light}
:host([theme=auto]){color-scheme:light dark}
*{box-sizing:border-box}
[hidden]{display:none!important}
[part=bar]{display:flex;align-items:center;flex-wrap:wrap;gap:var(--_gap)}
button,textarea,input{font:inherit;color:inherit}
button{cursor:pointer}
:disabled{cursor:default;opacity:.5}
[part~=thumb]{display:grid;place-items:center;inline-size:36px;block-size:36px;padding:0;
border:1px solid transparent;border-radius:var(--_radius);background:none;color:var(--_muted)}
[part~=thumb]:hover:enabled:not([aria-pressed=true]){border-color:var(--_line);color:var(--_text)}
[part~=up][aria-pressed=true]{color:var(--_good);border-color:currentColor}
[part~=down][aria-pressed=true]{color:var(--_bad);border-color:currentColor}
svg{inline-size:20px;block-size:20px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
[aria-pressed=true] svg{fill:color-mix(in srgb,currentColor 22%,transparent)}
fieldset{border:0;margin:0;padding:0;min-inline-size:0}
legend{padding:0}
[part=stars]{display:flex}
[part=stars] legend{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
[part=star]{position:relative;display:grid;place-items:center;inline-size:28px;block-size:36px;color:var(--_muted);cursor:pointer}
[part=star] input{position:absolute;inset:0;inline-size:100%;block-size:100%;margin:0;opacity:0;cursor:pointer}
[part=star]:has(input:checked),[part=star]:has(~[part=star] input:checked){color:var(--weir-star,light-dark(#9a6700,#f0c14b))}
[part=star]:has(input:checked) svg,[part=star]:has(~[part=star] input:checked) svg{fill:currentColor}
[part=details]{display:grid;gap:calc(var(--_gap)*1.5);margin-block-start:var(--_gap);padding:calc(var(--_gap)*1.5);
border:1px solid var(--_line);border-radius:var(--_radius);background:var(--_surface);max-inline-size:32rem}
[part=categories] legend,label>span{font-weight:500;margin-block-end:4px;display:block}
[part=chips]{display:flex;flex-wrap:wrap;gap:6px}
[part=chip]{position:relative;display:inline-block;padding:4px 12px;border:1px solid var(--_line);border-radius:99px;cursor:pointer}
[part=chip] input{position:absolute;inset:0;inline-size:100%;block-size:100%;margin:0;opacity:0;cursor:pointer}
[part=chip]:has(:checked){border-color:var(--_accent);color:var(--_accent);background:color-mix(in srgb,var(--_accent) 12%,transparent)}
textarea{display:block;inline-size:100%;min-block-size:4.2em;padding:8px 10px;resize:vertical;
border:1px solid var(--_line);border-radius:calc(var(--_radius) - 2px);background:var(--_surface)}
[part=send]{justify-self:start;padding:7px 18px;border:0;border-radius:calc(var(--_radius) - 2px);background:var(--_accent);color:var(--_on);font-weight:600}
[part=status]{margin:0;color:var(--_muted)}
[part=status]:empty{display:none}
:focus-visible,:has(>input:focus-visible):not(label:has(textarea)){outline:2px solid var(--_accent);outline-offset:2px}
[part=star] input:focus-visible,[part=chip] input:focus-visible{outline:0}
@media (forced-colors:active){[aria-pressed=true],[part=chip]:has(:checked){outline:2px solid Highlight}}
`;
