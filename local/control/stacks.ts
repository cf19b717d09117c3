// CloudFormation's API as far as commands call it: DescribeStacks, for the outputs by which everything is found.
import { errorResponse } from './invalidations.ts';

/** The resolved outputs of a stack by their names; undefined when there is no such stack. */
export type OutputsOf = (stackName: string) => Readonly<Record<string, string>> | undefined;

/** Answers a form of the AWS Query protocol (CloudFormation API reference, "DescribeStacks"); undefined for another action. */
export function describeStacks(form: URLSearchParams, outputsOf: OutputsOf): Response | undefined {
  if (form.get('Action') !== 'DescribeStacks') return undefined;
  const name = form.get('StackName') ?? '';
  const outputs = outputsOf(name);
  if (!outputs) {
    return errorResponse(400, 'ValidationError', `Stack with id ${escapeXml(name)} does not exist`);
  }
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${escapeXml(key)}</OutputKey><OutputValue>${escapeXml(value)}</OutputValue></member>`,
  );
  const stack = `<member><StackName>${escapeXml(name)}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>${new Date().toISOString()}</CreationTime><Outputs>${members.join('')}</Outputs></member>`;
  return new Response(
    `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    { headers: { 'content-type': 'text/xml' } },
  );
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
