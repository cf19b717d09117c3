// The page of a link, without script: the file and a button, or the reason why the link no longer works.

import { createHash } from 'node:crypto';
import type { ShownLink } from '../domain/link.ts';
import { page } from './http.ts';
import { type LinkLanguage, linkTexts } from './link-texts.ts';
import type { ApiResponse } from './messages.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML, also inside an attribute in quotes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** The colours of the page in web/style/base.css. */
const style = `
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif;--ground:#f5f6f5;--surface:#ffffff;--ink:#16201e;--soft:#56635f;--line:#dde2e0;--accent:#0f6b62;--on-accent:#ffffff}
@media(prefers-color-scheme:dark){:root{--ground:#101413;--surface:#181d1c;--ink:#e7ecea;--soft:#9fada9;--line:#2a3230;--accent:#6fc9bd;--on-accent:#08211e}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;padding:1rem;display:grid;place-items:center;background:var(--ground);color:var(--ink)}
main{width:min(30rem,100%);padding:2rem 1.75rem;border-radius:14px;background:var(--surface);box-shadow:0 0 0 1px var(--line)}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 1rem;overflow-wrap:anywhere}
p{margin:0 0 1rem;overflow-wrap:anywhere}
p:last-child{margin:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1.25rem;margin:0 0 1.75rem}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:0 1.5rem;border:0;border-radius:10px;background:var(--accent);color:var(--on-accent);cursor:pointer}
button:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
`;
const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

const policyOf = (formTargets: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src ${styleSource}`,
    'img-src data:',
    // Chromium also checks the redirect behind a form against this list.
    `form-action ${formTargets.join(' ') || "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

interface PageParts {
  readonly language: LinkLanguage;
  readonly title: string;
  readonly main: string;
}

const documentOf = ({ language, title, main }: PageParts): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;

/** The page as a response in this language: 200 while the link works, otherwise 404. */
export function linkPage(link: ShownLink, language: LinkLanguage): ApiResponse {
  const texts = linkTexts(language);
  if (link.state === 'ended') {
    const { title, text } = texts.endings[link.reason];
    const main = `<h1>${title}</h1>\n<p>${text}</p>\n<p>${texts.askAgain}</p>`;
    return page(404, documentOf({ language, title, main }), policyOf([]));
  }
  const { filename, title, sender, size, expiresAt, usesLeft, downloadOrigin } = link;
  const facts = [
    ...(sender === undefined ? [] : [[texts.sentBy, `<bdi>${escapeHtml(sender)}</bdi>`]]),
    [texts.size, texts.bytes(size)],
    [texts.worksUntil, texts.moment(expiresAt)],
    ...(usesLeft === undefined ? [] : [[texts.downloadsLeft, texts.count(usesLeft)]]),
  ];
  const main = [
    `<h1 dir="auto">${escapeHtml(filename)}</h1>`,
    ...(title === undefined ? [] : [`<p dir="auto">${escapeHtml(title)}</p>`]),
    '<dl>',
    ...facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`),
    '</dl>',
    `<form method="post"><button>${texts.download}</button></form>`,
  ].join('\n');
  const html = documentOf({ language, title: filename, main });
  return page(200, html, policyOf(["'self'", downloadOrigin]));
}
