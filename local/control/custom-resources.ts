// CloudFormation's part in a custom resource: calls its function and waits for the answer at the given address.
import { randomUUID } from 'node:crypto';
import { account, region } from '../addresses.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { FunctionPool } from '../lambda/functions.ts';
import type { Resource, Template } from '../template/template.ts';

/** The custom resources of the app; the local cloud itself does the work of those of the CDK. */
const types = ['Custom::DownloadKey', 'Custom::WebhookSecret'];

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly Data?: Record<string, string>;
}

/** Creates custom resources, one after the other in the order of the templates. */
export function startCustomResources(control: string) {
  const waiting = new Map<string, (answer: Answer) => void>();

  async function create(resource: Resource, template: Template, functions: FunctionPool) {
    const { ServiceToken, ...properties } = resource.properties;
    const requestId = randomUUID();
    const answered = new Promise<Answer>((resolve) => waiting.set(requestId, resolve));
    const outcome = await functions.find(String(ServiceToken)).invoke({
      RequestType: 'Create',
      ResponseURL: `${control}/custom-resources/${requestId}`,
      StackId: `arn:aws:cloudformation:${region}:${account}:stack/${resource.stackName}/local`,
      RequestId: requestId,
      ResourceType: resource.type,
      LogicalResourceId: resource.logicalId,
      ServiceToken,
      ResourceProperties: properties,
    });
    if (outcome.kind === 'failed') throw failed(resource, outcome.error.errorMessage);
    const { Status, Reason, Data = {} } = await answered;
    waiting.delete(requestId);
    if (Status === 'FAILED') throw failed(resource, Reason ?? 'no reason given');
    template.setAttributes(resource, Data);
  }

  return {
    onAnswer: (requestId: string, answer: unknown) => waiting.get(requestId)?.(answer as Answer),
    async createAll(template: Template, functions: FunctionPool): Promise<void> {
      for (const resource of types.flatMap((type) => template.resources(type))) {
        await create(resource, template, functions);
      }
    },
  };
}

const failed = ({ logicalId, type }: Resource, reason: string) =>
  new CannotStartError(`${logicalId} (${type}) could not be created: ${reason}`);
