import { expect, it } from 'vitest';
import type * as client from '../../client/contract.ts';
import type * as events from '../../client/events.ts';
import type * as forms from '../../client/form-contract.ts';
import type { PrincipalLookup, PrincipalsResponse } from '../../client/principal-contract.ts';
import type * as verdict from '../../client/verdict.ts';
import type { VersionsResponse } from '../../client/version-contract.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import type * as server from '../../lambdas/http/contract.ts';
import type { FormResponse } from '../../lambdas/http/form-contract.ts';
import type { FormRequest } from '../../lambdas/http/form-requests.ts';
import type * as directory from '../../lambdas/http/principal-contract.ts';
import type * as requests from '../../lambdas/http/requests.ts';

/** Whether a value of each type may stand for one of the other. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

// The compiler checks these: a line that is wrong is a type error.
const agreed: {
  file: Same<client.File, server.File>;
  reason: Same<verdict.Reason, server.Reason>;
  problem: Same<client.Problem, server.Problem>;
  problemCode: Same<client.Problem['code'], server.Problem['code']>;
  event: Same<events.AirlockEvent, OutgoingEvent>;
  issueRequest: Same<client.IssueRequest, requests.IssueRequest>;
  issueResponse: Same<client.IssueResponse, server.IssueResponse>;
  batchRequest: Same<client.BatchRequest, requests.BatchRequest>;
  batchResponse: Same<client.BatchResponse, server.BatchResponse>;
  signPartsRequest: Same<client.SignPartsRequest, requests.SignPartsRequest>;
  signPartsResponse: Same<client.SignPartsResponse, server.SignPartsResponse>;
  listPartsResponse: Same<client.ListPartsResponse, server.ListPartsResponse>;
  listQuery: Same<client.ListQuery, Partial<requests.ListRequest>>;
  listResponse: Same<client.ListResponse, server.ListResponse>;
  downloadResponse: Same<client.DownloadResponse, server.DownloadResponse>;
  editRequest: Same<client.EditRequest, requests.EditRequest>;
  pageQuery: Same<client.PageQuery, Partial<requests.PageRequest>>;
  grantsResponse: Same<client.GrantsResponse, server.GrantsResponse>;
  linkRequest: Same<client.LinkRequest, requests.LinkRequest>;
  linkResponse: Same<client.LinkResponse, server.LinkResponse>;
  linksResponse: Same<client.LinksResponse, server.LinksResponse>;
  versionsResponse: Same<VersionsResponse, server.VersionsResponse>;
  principalLookup: Same<PrincipalLookup, requests.PrincipalLookupRequest>;
  principalsResponse: Same<PrincipalsResponse, directory.PrincipalsResponse>;
  formRequest: Same<forms.FormRequest, FormRequest>;
  formResponse: Same<forms.FormResponse, FormResponse>;
  usageResponse: Same<client.UsageResponse, server.UsageResponse>;
} = {
  file: true,
  reason: true,
  problem: true,
  problemCode: true,
  event: true,
  issueRequest: true,
  issueResponse: true,
  batchRequest: true,
  batchResponse: true,
  signPartsRequest: true,
  signPartsResponse: true,
  listPartsResponse: true,
  listQuery: true,
  listResponse: true,
  downloadResponse: true,
  editRequest: true,
  pageQuery: true,
  grantsResponse: true,
  linkRequest: true,
  linkResponse: true,
  linksResponse: true,
  versionsResponse: true,
  principalLookup: true,
  principalsResponse: true,
  formRequest: true,
  formResponse: true,
  usageResponse: true,
};

it('the contract of the client has the types of the server without its schemas', () => {
  expect(Object.values(agreed).every(Boolean)).toBe(true);
});
