// Types that are recognised only to be refused by name: programs, packages and markup that no collection can take.
import type { ContentType } from './types/content-type.ts';

/** Types that Airlock never keeps, with their names for messages and their extensions. */
export const foreignTypes: Readonly<
  Record<
    string,
    Pick<ContentType, 'name' | 'article'> & { readonly extensions?: readonly `.${string}`[] }
  >
> = {
  'application/x-msdownload': {
    name: 'Windows program',
    extensions: ['.exe', '.dll', '.scr', '.com', '.cpl', '.pif'],
  },
  'application/x-msi': { name: 'Windows installer', extensions: ['.msi', '.msp'] },
  'application/x-elf': { name: 'Linux program', extensions: ['.so', '.elf', '.appimage'] },
  'application/x-mach-binary': { name: 'macOS program', extensions: ['.dylib'] },
  'application/java-vm': { name: 'Java program', extensions: ['.class'] },
  'application/java-archive': { name: 'Java program', extensions: ['.jar', '.war'] },
  'application/wasm': { name: 'WebAssembly program', extensions: ['.wasm'] },
  'application/vnd.android.package-archive': {
    name: 'Android program',
    article: 'an',
    extensions: ['.apk'],
  },
  'application/x-xpinstall': { name: 'browser extension', extensions: ['.xpi'] },
  'application/x-google-chrome-extension': { name: 'browser extension', extensions: ['.crx'] },
  'application/x-shockwave-flash': { name: 'Flash program', extensions: ['.swf'] },
  'application/x-ms-shortcut': { name: 'Windows shortcut', extensions: ['.lnk', '.url'] },
  'application/vnd.ms-htmlhelp': { name: 'Windows help program', extensions: ['.chm', '.hlp'] },
  'application/x-ms-regedit': { name: 'Windows registry file', extensions: ['.reg'] },
  'application/x-apple-diskimage': { name: 'macOS disk image', extensions: ['.dmg'] },
  'application/x-iso9660-image': { name: 'disk image', extensions: ['.iso', '.img'] },
  'application/vnd.ms-cab-compressed': {
    name: 'Windows installer archive',
    extensions: ['.cab'],
  },
  'application/x-deb': { name: 'Linux package', extensions: ['.deb'] },
  'application/x-rpm': { name: 'Linux package', extensions: ['.rpm'] },
  'application/x-sh': { name: 'script', extensions: ['.sh', '.bash', '.command'] },
  'application/x-bat': { name: 'Windows script', extensions: ['.bat', '.cmd', '.ps1', '.vbs'] },
  'text/javascript': { name: 'JavaScript program', extensions: ['.js', '.mjs', '.cjs'] },
  'application/x-httpd-php': { name: 'PHP program', extensions: ['.php', '.phtml'] },
  'application/x-cfb': { name: 'file of an old Office program' },
  'application/postscript': { name: 'PostScript program', extensions: ['.ps'] },
  'application/eps': { name: 'PostScript drawing', extensions: ['.eps', '.epsf'] },
  'application/x-office-encrypted': { name: 'encrypted Office document', article: 'an' },
  'application/x-sqlite3': { name: 'SQLite database', article: 'an', extensions: ['.sqlite'] },
  'text/html': {
    name: 'HTML page',
    article: 'an',
    extensions: ['.html', '.htm', '.xhtml', '.mht', '.mhtml'],
  },
};
