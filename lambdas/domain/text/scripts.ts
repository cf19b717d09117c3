// Text that a shell or a server would run: recognised by how it begins, as those who run it do.

/** How far a server's opening tag may be from the start of what is no document of its own: as far as browsers sniff. */
const SNIFFED_CHARS = 1445;

/** Whether text is a script: an interpreter line, a server page, a batch file, a shortcut. `start` is without leading blanks. */
export const isScript = (start: string): boolean =>
  openings.some((opening) => opening.test(start)) && !isAmr(start);

/** Whether text that is no script as such calls PHP soon after its start, as `GIF89a;<?php` does. */
export const opensPhp = (start: string): boolean => /<\?php\b/i.test(start.slice(0, SNIFFED_CHARS));

const openings = [
  // An interpreter line, and the tags of PHP, ASP and JSP.
  /^#!/,
  /^<\?(?:php\b|=)/i,
  /^<%/,
  // Batch files, registry files, shortcuts and what is run when a medium is inserted.
  /^@(?:echo|setlocal|powershell|cmd)\b/i,
  /^(?:Windows Registry Editor Version|REGEDIT4)/,
  /^\[(?:InternetShortcut|Desktop Entry|autorun)\]/i,
];

/** `#!AMR` is the mark of recorded speech (RFC 4867, section 5.1), not an interpreter line. */
const isAmr = (start: string): boolean => start.startsWith('#!AMR');
