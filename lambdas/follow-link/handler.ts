// Wires the routes of /links/{token}, which need no access token, to DynamoDB and to the signature that the configuration wants.

import { auditWith } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { findLinkWith, returnUseWith, useLinkWith } from '../aws/dynamodb/links.ts';
import { apiGatewayAnonymous } from '../aws/events/api-gateway.ts';
import { connectDownloads } from '../aws/sign-downloads.ts';
import { config } from '../config/deployed.ts';
import { Refusal } from '../domain/errors.ts';
import { linkIdOf } from '../domain/link.ts';
import { readEnvironment } from '../env.ts';
import { redirect } from '../http/http.ts';
import { wantsPage } from '../http/link-caller.ts';
import { linkPage } from '../http/link-page.ts';
import { preferredLanguage } from '../http/link-texts.ts';
import type { ApiResponse } from '../http/messages.ts';
import { throughSite } from '../http/through-site.ts';
import { showLink } from '../links/show-link.ts';
import { logOutcome } from '../log.ts';
import { followLink } from './follow-link.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();
const shared = {
  config,
  findFile: findFileWith(dynamo, TABLE_NAME),
  presignGet: await connectDownloads(config),
  now: () => new Date(),
};
const audit = auditWith(config);
const follow = followLink({
  ...shared,
  useLink: useLinkWith(dynamo, TABLE_NAME),
  returnUse: returnUseWith(dynamo, TABLE_NAME),
});
const show = showLink({ ...shared, findLink: findLinkWith(dynamo, TABLE_NAME) });

export const handler = apiGatewayAnonymous(async ({ method, headers }, { params, principal }) => {
  const token = params.token ?? '';
  const showPage = async () =>
    linkPage(await show(token), preferredLanguage(headers.get('accept-language')));
  if (method === 'HEAD') return withoutBody(await showPage());
  if (method === 'GET' && wantsPage(headers)) return showPage();
  try {
    const { url, file } = await follow(token);
    logOutcome({ event: 'link_followed', fileId: file.id });
    audit('link_followed', principal, file, { linkId: linkIdOf(token) });
    return redirect(url, method === 'POST' ? 303 : 302);
  } catch (error) {
    if (!(error instanceof Refusal) || !wantsPage(headers)) throw error;
    return showPage();
  }
}, throughSite);

const withoutBody = (response: ApiResponse): ApiResponse => ({ ...response, body: '' });
