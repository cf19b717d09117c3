// Tests who gets the page of a link, and who the file.
import { describe, expect, it } from 'vitest';
import { isLookingAhead, isNavigation, wantsPage } from '../../lambdas/http/link-caller.ts';

const chromium =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('a navigation', () => {
  it.each([
    [{ accept: chromium, 'sec-fetch-mode': 'navigate' }],
    [{ accept: chromium }],
    [{ accept: 'TEXT/HTML;q=0.3, */*' }],
  ])('%j is one of a browser', (headers) => {
    expect(isNavigation(new Headers(headers))).toBe(true);
  });

  it.each<[HeadersInit]>([
    [{}],
    [{ accept: '*/*' }],
    [{ accept: 'application/json' }],
    [{ accept: 'image/avif,image/webp,*/*;q=0.8' }],
    [{ accept: 'text/html;q=0, */*' }],
    [{ accept: 'text/html;q=0.000' }],
    [{ accept: 'text/*' }],
    [{ accept: chromium, 'sec-fetch-mode': 'cors' }],
  ])('%j is the request of a program', (headers) => {
    expect(isNavigation(new Headers(headers))).toBe(false);
  });
});

describe('looking ahead', () => {
  it.each([
    [{ 'sec-purpose': 'prefetch' }],
    [{ 'sec-purpose': 'prefetch;prerender' }],
    [{ purpose: 'prefetch' }],
    [{ 'x-purpose': 'preview' }],
    [{ 'x-moz': 'prefetch' }],
    [
      {
        'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
        accept: '*/*',
      },
    ],
    [{ 'user-agent': 'facebookexternalhit/1.1' }],
    [{ 'user-agent': 'WhatsApp/2.23.20.0' }],
    [{ 'user-agent': 'Twitterbot/1.0' }],
    [{ 'user-agent': 'TelegramBot (like TwitterBot)' }],
    [{ 'user-agent': 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)' }],
    [{ 'user-agent': 'LinkedInBot/1.0 (compatible; Mozilla/5.0)' }],
    [{ 'user-agent': 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5' }],
  ])('%j gets the page and uses nothing up', (headers) => {
    expect(isLookingAhead(new Headers(headers))).toBe(true);
    expect(wantsPage(new Headers(headers))).toBe(true);
  });

  it.each<[HeadersInit]>([
    [{}],
    [{ 'user-agent': 'curl/8.5.0', accept: '*/*' }],
    [{ 'user-agent': 'python-requests/2.32', accept: '*/*' }],
    [{ 'user-agent': 'Wget/1.21', accept: '*/*' }],
  ])('%j gets the file', (headers) => {
    expect(wantsPage(new Headers(headers))).toBe(false);
  });
});
