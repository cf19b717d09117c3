import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extensionIn, extensionsOf } from '../../lambdas/domain/file-extensions.ts';
import { byteLength, MAX_FILENAME_BYTES } from '../../lambdas/domain/filename.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';
import { savedName } from '../../lambdas/domain/saved-name.ts';

const text = 'text/plain';
const pdf = 'application/pdf';
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('the name that a download is saved under', () => {
  it.each([
    ['photo.jpeg', 'image/jpeg'],
    ['PHOTO.JPG', 'image/jpeg'],
    ['scan.jfif', 'image/jpeg'],
    ['notes.log', text],
    ['README.md', text],
    ['a.b.c.pdf', pdf],
    ['Ünïcode 文件.pdf', pdf],
    ['voice.opus', 'audio/ogg'],
    ['archive.tgz', 'application/gzip'],
    ['archive.tar.gz', 'application/gzip'],
  ])('stays %s for %s, whose extension belongs to the type', (name, type) => {
    expect(savedName(name, type)).toBe(name);
  });

  it.each([
    ['invoice.pdf.exe', pdf, 'invoice.pdf.exe.pdf'],
    ['photo.jpg.exe', 'image/jpeg', 'photo.jpg.exe.jpg'],
    ['page.html', text, 'page.html.txt'],
    ['run.BAT', text, 'run.BAT.txt'],
    ['sheet.slk', text, 'sheet.slk.txt'],
    ['query.iqy', text, 'query.iqy.txt'],
    ['page.mht', text, 'page.mht.txt'],
    ['tool.py', text, 'tool.py.txt'],
    ['tool.pyw', text, 'tool.pyw.txt'],
    ['desk.rdp', text, 'desk.rdp.txt'],
    ['desktop.ini', text, 'desktop.ini.txt'],
    ['link.url', text, 'link.url.txt'],
    ['search.search-ms', text, 'search.search-ms.txt'],
    ['page.library-ms', text, 'page.library-ms.txt'],
    ['report.docm', 'application/zip', 'report.docm.zip'],
    ['report.docm', word, 'report.docm.docx'],
    ['addin.xll', 'application/zip', 'addin.xll.zip'],
    ['tool.jar', 'application/zip', 'tool.jar.zip'],
    ['app.apk', 'application/zip', 'app.apk.zip'],
    ['table.csv', text, 'table.csv.txt'],
    ['drawing.svg', 'image/png', 'drawing.svg.png'],
    ['no extension', pdf, 'no extension.pdf'],
    ['text', text, 'text.txt'],
    ['program.exe', 'application/octet-stream', 'program.exe.bin'],
    ['document.txt', 'application/x-unheard-of', 'document.txt.bin'],
    ['x', 'constructor', 'x.bin'],
  ])(
    'a download is saved with the extension of its type: %s of type %s as %s',
    (name, type, saved) => {
      expect(savedName(name, type)).toBe(saved);
    },
  );

  it.each([
    ['setup.exe. . .', pdf, 'setup.exe.pdf'],
    ['photo.jpg.', 'image/jpeg', 'photo.jpg'],
    ['photo.jpg \u3000\u00a0', 'image/jpeg', 'photo.jpg'],
    ['setup.exe\uff0e', pdf, 'setup.exe.pdf'],
    ['photo\uff0eexe', 'image/jpeg', 'photo\uff0eexe.jpg'],
    ['a.txt:b.exe', text, 'a.txt_b.exe.txt'],
    ['a.txt::$DATA', text, 'a.txt__$DATA.txt'],
    ['CON', text, '_CON.txt'],
    ['nul.txt', text, '_nul.txt'],
    ['Com1 .backup.txt', text, '_Com1 .backup.txt'],
    ['LPT\u00b9.txt', text, '_LPT\u00b9.txt'],
    ['console.txt', text, 'console.txt'],
    ['.htaccess', text, 'htaccess.txt'],
    ['..bashrc.txt', text, 'bashrc.txt'],
    ['.jpg', 'image/jpeg', 'file.jpg'],
    ['...', 'image/jpeg', 'file.jpg'],
    ['invoice\u202egpj.exe', 'image/jpeg', 'invoicegpj.exe.jpg'],
    ['photo.jpg\u200b', 'image/jpeg', 'photo.jpg'],
    ['film.m\u212av', 'video/matroska', 'film.m\u212av.mkv'],
    ['half\ud800.pdf', pdf, 'half\ufffd.pdf'],
    ['what? "this" <is> a|b*.pdf', pdf, 'what_ _this_ _is_ a_b_.pdf'],
  ])(
    'the saved name is one that every file system stores: %j of type %s is %j',
    (name, type, saved) => {
      expect(savedName(name, type)).toBe(saved);
    },
  );

  it('the saved name has at most 255 bytes with the appended extension', () => {
    expect(savedName('x'.repeat(255), pdf)).toBe(`${'x'.repeat(251)}.pdf`);
    expect(savedName(`${'x'.repeat(251)}.pdf`, pdf)).toBe(`${'x'.repeat(251)}.pdf`);
    expect(savedName(`CON${' '.repeat(260)}x`, pdf)).toBe('_CON.pdf');
    expect(savedName(`con.${'x'.repeat(247)}.pdf`, pdf)).toBe(`_con.${'x'.repeat(246)}.pdf`);
  });

  const types = [...Object.keys(knownTypes), 'application/octet-stream', 'model/unheard-of'];
  const extensions = ['exe', 'jpg', 'JPEG', 'pdf', 'docm', 'txt', 'lnk', 'm\u212av', 'zip'];
  const marks = ['.', ' ', ':', '\u202e', '\uff0e', '/', '\\', 'CON', 'nul', '\ud800', '%2e', '"'];
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom(...marks, ...extensions, 'a', '\u00e9', '文', '👨‍👩‍👧'), {
        maxLength: 90,
      })
      .map((parts) => parts.join('')),
    fc
      .tuple(fc.string({ maxLength: 20 }), fc.constantFrom(...extensions))
      .map(([stem, extension]) => `${stem}.${extension}`),
  );

  it('the saved name ends with an extension of its type, whatever the file was called', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), names, (type, name) => {
        const saved = savedName(name, type);
        expect(extensionsOf(type)).toContain(extensionIn(saved));
        expect(saved.length).toBeGreaterThan(extensionIn(saved).length);
        expect(saved).not.toMatch(/^[\s.]|[\s.]$|[<>:"|?*/\\\p{Cc}\p{Cs}]|[\u202a-\u202e]/u);
        expect(saved.split('.')[0]?.trim()).not.toMatch(/^(?:con|prn|aux|nul|(?:com|lpt)\d)$/i);
        expect(byteLength(saved)).toBeLessThanOrEqual(MAX_FILENAME_BYTES);
        expect(savedName(saved, type)).toBe(saved);
      }),
      { numRuns: 3000 },
    );
  });

  it('the saved name has no extension that a system runs, for any type that may be accepted without being named', () => {
    const runnable =
      /^\.(?:html?|xhtml|shtml|mhtml?|svgz?|xml|xslt?|hta|js|jse|mjs|vb[es]?|ws[fhc]?|bat|cmd|com|exe|scr|pif|msi|msp|cpl|ps1|psm1|reg|lnk|url|scf|inf|ini|chm|jar|jnlp|sh|command|desktop|app|applescript|workflow|php|pyw?|rb|pl|slk|iqy|rdp|docm|dotm|xls[mb]|xltm|xlam|pptm|ppsm|potm|settingcontent-ms|library-ms|search-ms|dll|xll)$/;
    const safe = Object.keys(knownTypes).filter((type) => {
      const { unsafe, byNameOnly } = knownTypes[type] ?? {};
      return !unsafe && !byNameOnly;
    });
    for (const type of [...safe, 'application/x-unheard-of']) {
      for (const extension of extensionsOf(type)) expect(extension, type).not.toMatch(runnable);
    }
  });
});
