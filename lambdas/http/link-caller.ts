// Distinguishes the callers of a link: a browser, a program that fetches a preview, or a program that downloads the file.
import type { ApiHeaders } from './messages.ts';

/** User agents of programs that fetch a link to show a preview of it, in lower case. */
const previewAgents = [
  'slackbot',
  'slack-imgproxy',
  'facebookexternalhit',
  'facebookcatalog',
  'meta-externalagent',
  'whatsapp',
  'twitterbot',
  'telegrambot',
  'discordbot',
  'linkedinbot',
  'skypeuripreview',
  'microsoftpreview',
  'teamsbot',
  'googlebot',
  'google-pagerenderer',
  'googlemessages',
  'bingbot',
  'bingpreview',
  'applebot',
  'redditbot',
  'pinterestbot',
  'mastodon',
  'iframely',
  'embedly',
  'vkshare',
  'viber',
] as const;

/** Whether a browser navigates: it accepts `text/html` by name, which programs that want any content do not. */
export function isNavigation(headers: ApiHeaders): boolean {
  const mode = headers.get('sec-fetch-mode');
  if (mode !== null && mode !== 'navigate') return false;
  return (headers.get('accept') ?? '').split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === 'text/html' && !parameters.some((each) => /^q=0(?:\.0{0,3})?$/.test(each));
  });
}

/**
 * Whether a program only fetches a preview: a prefetch (`Sec-Purpose`, WICG Nav Speculation; `Purpose`, `X-Purpose` and `X-Moz`
 * of older browsers) or the preview of a known chat or mail program.
 */
export function isLookingAhead(headers: ApiHeaders): boolean {
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map(
    (name) => headers.get(name)?.toLowerCase() ?? '',
  );
  if (purposes.some((purpose) => purpose.includes('prefetch') || purpose.includes('preview'))) {
    return true;
  }
  const agent = headers.get('user-agent')?.toLowerCase() ?? '';
  return previewAgents.some((each) => agent.includes(each));
}

/** Whether the answer is a page; anything else about a link is answered as to a program. */
export const wantsPage = (headers: ApiHeaders): boolean =>
  isNavigation(headers) || isLookingAhead(headers);
