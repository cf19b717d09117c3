// Text that a browser would run or a shell obey, even where it hides behind blanks, comments or another encoding.

/** What active content is, as it is told to people. */
export const activeKinds = ['HTML', 'SVG', 'XML', 'script'] as const;
export type ActiveKind = (typeof activeKinds)[number];

/** How far a server's opening tag may be from the start: as far as browsers sniff (WHATWG MIME Sniffing, section 5.2). */
const SNIFFED_CHARS = 1445;

/** Finds what makes text active; undefined for text that only says something. */
export function findActiveContent(text: string): ActiveKind | undefined {
  const start = text.replace(/^[\ufeff\s]+/, '');
  if (scriptOpenings.some((opening) => opening.test(start))) return 'script';
  if (/<\?php\b/i.test(text.slice(0, SNIFFED_CHARS))) return 'script';
  return findMarkup(decodeUtf7Opening(start));
}

const scriptOpenings = [
  // An interpreter line, and the tags of PHP, ASP and JSP.
  /^#!/,
  /^<\?(?:php\b|=)/i,
  /^<%/,
  // Batch files, registry files, shortcuts and what is run when a medium is inserted.
  /^@(?:echo|setlocal|powershell|cmd)\b/i,
  /^(?:Windows Registry Editor Version|REGEDIT4)/,
  /^\[(?:InternetShortcut|Desktop Entry|autorun)\]/i,
];

// Browsers sniff HTML by these opening tags (WHATWG MIME Sniffing, section 7.1); the rest is what attackers open with.
const htmlOpening =
  /^<(?:!doctype\s+html|\/?(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|base|form|img|object|embed|template|math|input|video|audio|details|marquee|button|textarea|select|frameset|applet|isindex|keygen|noscript|xmp|plaintext))(?![\w.@-])/i;

/** Comments as HTML ends them (WHATWG HTML, section 13.2.5.43), which is not where XML does. */
const comment = /^<!--(?:-?>|[\s\S]*?(?:--!?>|$))/;

/** Processing instructions, doctypes, bogus comments, end tags: what else may stand before the first element, and in no prose. */
const declaration =
  /^(?:<\?[\s\S]*?(?:\?>|$)|<!doctype\s+(?!html)[^>]*(?:>|$)|<(?:!(?!doctype)|\/)[^>]*(?:>|$))/i;

/** A page saved with all that belongs to it (RFC 2557), which browsers open like any other page. */
const mhtml =
  /^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*(?:multipart\/related|text\/html)/i;

function findMarkup(start: string): ActiveKind | undefined {
  if (mhtml.test(start.slice(0, SNIFFED_CHARS))) return 'HTML';
  let rest = start;
  let sawDeclaration = false;
  for (;;) {
    rest = rest.trimStart();
    const skipped = comment.exec(rest) ?? declaration.exec(rest);
    if (!skipped) break;
    if (!skipped[0].startsWith('<!--')) sawDeclaration = true;
    rest = rest.slice(skipped[0].length);
  }
  if (/^<(?:[\w-]+:)?svg(?![\w.@-])/i.test(rest)) return 'SVG';
  if (htmlOpening.test(rest)) return 'HTML';
  if (sawDeclaration || /^<[a-z_][\w.:-]*(?:\s[^<>]*)?\/?>/i.test(rest)) return 'XML';
  // Markdown may begin with a comment; comments that are all there is hide what follows them.
  return rest === '' && start !== '' ? 'HTML' : undefined;
}

/** UTF-7 (RFC 2152), which no honest text begins with: `+ADw-script+AD4-` is a tag to whoever decodes it. */
function decodeUtf7Opening(start: string): string {
  if (!/^(?:\+\/v[89+/]-?|\+ADw)/.test(start)) return start;
  return start.replace(/\+([A-Za-z0-9+/]*)-?/g, (_all, encoded: string) =>
    encoded === '' ? '+' : decodeUtf16be(encoded),
  );
}

const decodeUtf16be = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    text += String.fromCharCode(bytes.readUInt16BE(at));
  }
  return text.replace(/^\ufeff/, '');
};
