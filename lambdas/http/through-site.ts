// What the API answers about a link that was asked for under the site's name, whose CDN has a page of its own for every 404.
import { passedBySite } from '../env.ts';
import type { ApiHeaders, ApiResponse } from './messages.ts';
import { problemStatus } from './problem-status.ts';

/** For which CloudFront shows no page of the site in its place (Developer Guide, "Create a custom error page"). */
const GONE = 410;

/** Answers 410 in place of 404 to what the site has passed on, in the status and in the body of a problem; all else stays. */
export function throughSite(response: ApiResponse, asked: ApiHeaders): ApiResponse {
  const { status, headers, body } = response;
  if (status !== problemStatus.not_found || asked.get(passedBySite.header) === null)
    return response;
  const isProblem = headers['content-type'] === 'application/problem+json';
  return {
    ...response,
    status: GONE,
    body: isProblem ? JSON.stringify({ ...JSON.parse(body), status: GONE }) : body,
  };
}
