// Tests what the API answers about a link that was asked for under the site's name.
import { describe, expect, it } from 'vitest';
import { passedBySite } from '../../lambdas/env.ts';
import { json, noContent } from '../../lambdas/http/http.ts';
import { linkPage } from '../../lambdas/http/link-page.ts';
import { headersIn } from '../../lambdas/http/messages.ts';
import { throughSite } from '../../lambdas/http/through-site.ts';

const passed = headersIn({ [passedBySite.header]: passedBySite.value });
const direct = headersIn({});
const ended = linkPage({ state: 'ended', reason: 'expired' }, 'en');
const problem = {
  status: 404,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ type: 'about:blank', code: 'not_found', status: 404 }),
};

describe('an answer about a link', () => {
  it('the page of a link that ended is 410 under the name of the site, and says the same', () => {
    expect(ended.status).toBe(404);
    expect(throughSite(ended, passed)).toEqual({ ...ended, status: 410 });
  });

  it('a problem that is 410 under the name of the site says so in its body, with the same code', () => {
    const answer = throughSite(problem, passed);
    expect(answer).toMatchObject({ status: 410, headers: problem.headers });
    expect(JSON.parse(answer.body)).toEqual({
      ...{ type: 'about:blank', code: 'not_found', status: 410 },
    });
  });

  it('an answer at the API itself stays as it is', () => {
    expect(throughSite(ended, direct)).toBe(ended);
    expect(throughSite(problem, direct)).toBe(problem);
  });

  it.each([
    ['a page', json(200, {})],
    ['a conflict', json(409, {})],
    ['no content', noContent()],
  ])('an answer that is not 404 stays as it is under the name of the site: %s', (_, response) => {
    expect(throughSite(response, passed)).toBe(response);
  });
});
