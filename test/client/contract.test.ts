import { expect, it } from 'vitest';
import type * as client from '../../client/contract.ts';
import type * as events from '../../client/events.ts';
import type * as forms from '../../client/form-contract.ts';
import type { PrincipalLookup, PrincipalsResponse } from '../../client/principal-contract.ts';
import type * as verdict from '../../client/verdict.ts';
import type { VersionsResponse } from '../../client/version-contract.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import type { BatchRequest } from '../../lambdas/http/batch-requests.ts';
import type { IssueRequest } from '../../lambdas/http/claim-requests.ts';
import type * as server from '../../lambdas/http/contract.ts';
import type { EditRequest } from '../../lambdas/http/edit-requests.ts';
import type { FormResponse } from '../../lambdas/http/form-contract.ts';
import type { FormRequest } from '../../lambdas/http/form-requests.ts';
import type { LinkRequest } from '../../lambdas/http/link-requests.ts';
import type { ListRequest } from '../../lambdas/http/list-requests.ts';
import type { PageRequest } from '../../lambdas/http/page-requests.ts';
import type { SignPartsRequest } from '../../lambdas/http/part-requests.ts';
import type * as directory from '../../lambdas/http/principal-contract.ts';
import type { PrincipalLookupRequest } from '../../lambdas/http/principal-requests.ts';

/** Whether a value of each type may stand for one of the other. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

// The compiler checks these: a line that is wrong is a type error.
const agreed: {
  file: Same<client.File, server.File>;
  reason: Same<verdict.Reason, server.Reason>;
  problem: Same<client.Problem, server.Problem>;
  problemCode: Same<client.Problem['code'], server.Problem['code']>;
  event: Same<events.AirlockEvent, OutgoingEvent>;
  issueRequest: Same<client.IssueRequest, IssueRequest>;
  issueResponse: Same<client.IssueResponse, server.IssueResponse>;
  batchRequest: Same<client.BatchRequest, BatchRequest>;
  batchResponse: Same<client.BatchResponse, server.BatchResponse>;
  claimOutcome: Same<client.ClaimOutcome, server.ClaimOutcome>;
  signPartsRequest: Same<client.SignPartsRequest, SignPartsRequest>;
  signPartsResponse: Same<client.SignPartsResponse, server.SignPartsResponse>;
  listPartsResponse: Same<client.ListPartsResponse, server.ListPartsResponse>;
  listQuery: Same<client.ListQuery, Partial<ListRequest>>;
  listResponse: Same<client.ListResponse, server.ListResponse>;
  downloadResponse: Same<client.DownloadResponse, server.DownloadResponse>;
  downloadsResponse: Same<client.DownloadsResponse, server.DownloadsResponse>;
  deletionsResponse: Same<client.DeletionsResponse, server.DeletionsResponse>;
  editRequest: Same<client.EditRequest, EditRequest>;
  pageQuery: Same<client.PageQuery, Partial<PageRequest>>;
  grantsResponse: Same<client.GrantsResponse, server.GrantsResponse>;
  linkRequest: Same<client.LinkRequest, LinkRequest>;
  linkResponse: Same<client.LinkResponse, server.LinkResponse>;
  linksResponse: Same<client.LinksResponse, server.LinksResponse>;
  versionsResponse: Same<VersionsResponse, server.VersionsResponse>;
  principalLookup: Same<PrincipalLookup, PrincipalLookupRequest>;
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
  claimOutcome: true,
  signPartsRequest: true,
  signPartsResponse: true,
  listPartsResponse: true,
  listQuery: true,
  listResponse: true,
  downloadResponse: true,
  downloadsResponse: true,
  deletionsResponse: true,
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
