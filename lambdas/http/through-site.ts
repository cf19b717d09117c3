// The API's answers about links that were asked for under the site's name, whose CDN replaces every 404 with a page of the site.
import { passedBySite } from '../env.ts';
import type { ApiHeaders, ApiResponse } from './messages.ts';
import { problemStatus } from './problem-status.ts';

/** A status that CloudFront does not replace with a page of the site (Developer Guide, "Create a custom error page"). */
const GONE = 410;

/**
 * Replaces 404 with 410, in the status and in the body of a problem, if the site has passed the request on. Changes no other
 * answer.
 */
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
