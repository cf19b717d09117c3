// The CloudFormation edge: creates, updates or deletes a custom resource, and puts the answer to the URL that CloudFormation
// names.
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { logFailure, logOutcome } from '../../log.ts';

/** What CloudFormation requests. */
export interface CustomResourceRequest {
  readonly isDeleted: boolean;
  readonly properties: Readonly<Record<string, string>>;
  /** The name that the resource got when it was created; empty before that. */
  readonly physicalId: string;
}

/** The answer: a name, whose change makes it another resource, and the attributes that `Fn::GetAtt` returns. */
export interface CustomResourceAnswer {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * A Lambda handler that always answers: a custom resource that stays silent holds up its stack for an hour
 * (CloudFormation user guide, "Custom resource request types").
 */
export const customResource =
  (act: (request: CustomResourceRequest) => Promise<CustomResourceAnswer>) =>
  async (event: CloudFormationCustomResourceEvent): Promise<void> => {
    const { StackId, RequestId, LogicalResourceId, RequestType, ResourceProperties } = event;
    const physicalId = 'PhysicalResourceId' in event ? event.PhysicalResourceId : '';
    const resource = { StackId, RequestId, LogicalResourceId };
    const isDeleted = RequestType === 'Delete';
    try {
      const answer = await act({ isDeleted, properties: ResourceProperties, physicalId });
      logOutcome({ event: 'resource_settled', request: RequestType, resource: answer.physicalId });
      const { physicalId: PhysicalResourceId, attributes: Data } = answer;
      await put(event.ResponseURL, { ...resource, Status: 'SUCCESS', PhysicalResourceId, Data });
    } catch (error) {
      logFailure({ event: 'resource_failed', request: RequestType }, error);
      const Reason = error instanceof Error ? error.message : String(error);
      // CloudFormation requires a name even for a resource that was never created.
      const PhysicalResourceId = physicalId || `${LogicalResourceId}-failed`;
      await put(event.ResponseURL, { ...resource, Status: 'FAILED', PhysicalResourceId, Reason });
    }
  };

/** The URL is signed without a content type. A body of bytes is sent without one, a text is not. */
async function put(url: string, answer: object): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(answer));
  const response = await fetch(url, { method: 'PUT', body });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}.`);
}
