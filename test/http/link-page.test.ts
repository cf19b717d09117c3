// Tests the page of a link: what it says, and that nothing in it is markup of the uploader.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, linkPage } from '../../lambdas/http/link-page.ts';
import { preferredLanguage } from '../../lambdas/http/link-texts.ts';

const works = {
  state: 'works',
  filename: 'Plan.pdf',
  title: undefined,
  sender: undefined,
  size: 1536,
  expiresAt: '2026-12-05T10:00:00.000Z',
  usesLeft: undefined,
  downloadOrigin: 'https://media.example.com',
} as const;

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const unescapeHtml = (html: string): string =>
  html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity as keyof typeof entities]);

describe('the page of a link that works', () => {
  it('holds half of a surrogate pair as the character for what is unknown', () => {
    expect(linkPage({ ...works, filename: '\ud83d.pdf' }, 'en').body).toContain('>\ufffd.pdf<');
  });

  it('names the file, its size and the end of the link, and posts a form to its own address', () => {
    const response = linkPage({ ...works, title: 'The plan', usesLeft: 3 }, 'en');
    const html = response.body;
    expect(response.status).toBe(200);
    expect(html).toContain('<h1 dir="auto">Plan.pdf</h1>');
    expect(html).toContain('<p dir="auto">The plan</p>');
    expect(html).toContain('<dt>Size</dt><dd>1.5 KB</dd>');
    expect(html).toContain('<dd>5 December 2026 at 10:00 UTC</dd>');
    expect(html).toContain('<dt>Downloads left</dt><dd>3</dd>');
    expect(html).toContain('<form method="post"><button>Download</button></form>');
    expect(linkPage(works, 'en').body).not.toContain('Downloads left');
  });

  it('says who sent the link where its maker said so, as text that turns no other text around', () => {
    expect(linkPage(works, 'en').body).not.toContain('Sent by');
    expect(linkPage({ ...works, sender: 'Ann <i>\u202e' }, 'en').body).toContain(
      '<dt>Sent by</dt><dd><bdi>Ann &lt;i&gt;\u202e</bdi></dd>',
    );
  });

  it('allows its own style and its own form, and nothing else', () => {
    const response = linkPage(works, 'en');
    const style = /<style>([^<]*)<\/style>/.exec(response.body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers).toEqual({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self' https://media.example.com; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex, nofollow',
    });
  });

  it('holds the same markup whatever name and title the uploader chose', () => {
    const tagsOf = (html: string) => Array.from(html.matchAll(/<[^>]*>/g), ([tag]) => tag);
    const expected = tagsOf(linkPage({ ...works, title: 'a' }, 'en').body);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=a>',
        "'&#x3c;",
        '</title>',
      ),
    );
    fc.assert(
      fc.property(text, text, (filename, title) => {
        expect(tagsOf(linkPage({ ...works, filename, title }, 'en').body)).toEqual(expected);
      }),
    );
  });

  it('escapes every character that HTML reads as markup, and no information is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(unescapeHtml(escaped)).toBe(text);
      }),
    );
  });
});

it.each([
  ['expired', 'This link has expired'],
  ['used_up', 'This link is used up'],
  ['unknown', 'This link does not work'],
] as const)('a link that is %s says so in words, without a form', (reason, title) => {
  const response = linkPage({ state: 'ended', reason }, 'en');
  const html = response.body;
  expect(response.status).toBe(404);
  expect(html).toContain(`<h1>${title}</h1>`);
  expect(html).not.toContain('<form');
  expect(response.headers['content-security-policy']).toContain("form-action 'none'");
});

it('the page is in German for a browser that prefers it', () => {
  const html = linkPage({ ...works, sender: 'Ann', usesLeft: 1000 }, 'de').body;
  expect(html).toContain('<html lang="de">');
  expect(html).toContain('<dt>Von</dt><dd><bdi>Ann</bdi></dd>');
  expect(html).toContain('<dt>Größe</dt><dd>1,5 KB</dd>');
  expect(html).toContain('<dt>Gültig bis</dt><dd>5. Dezember 2026, 10:00 Uhr UTC</dd>');
  expect(html).toContain('<dt>Downloads übrig</dt><dd>1.000</dd>');
  expect(html).toContain('<button>Herunterladen</button>');
  expect(linkPage({ ...works, size: 1 }, 'de').body).toContain('<dd>1 Byte</dd>');
  const ended = linkPage({ state: 'ended', reason: 'expired' }, 'de').body;
  expect(ended).toContain('<h1>Dieser Link ist abgelaufen</h1>');
});

it.each([
  [null, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['fr-FR,fr;q=0.9', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['en;q=0.5, DE-ch;q=0.7', 'de'],
  ['fr, de;q=0.8, en;q=0.7', 'de'],
  ['de;q=0, en;q=0.1', 'en'],
  ['de;q=x', 'en'],
] as const)('a browser with Accept-Language %j reads the page in %s', (accepted, language) => {
  expect(preferredLanguage(accepted)).toBe(language);
});
