// Wires CloudFormation's custom resource to SSM.
import { connectSsm } from '../aws/connect.ts';
import { customResource } from '../aws/events/custom-resource.ts';
import { keepSecretWith, removeSecretWith } from '../aws/secret-parameters.ts';
import { createWebhookSecret } from './create-webhook-secret.ts';

const ssm = connectSsm();
const create = createWebhookSecret({
  keepSecret: keepSecretWith(ssm),
  removeSecret: removeSecretWith(ssm),
});

export const handler = customResource(async ({ isDeleted, properties, physicalId }) => {
  // What is deleted is the parameter that was made, whatever the properties say by now.
  const name = isDeleted ? physicalId : (properties.ParameterName ?? '');
  await create(name, !isDeleted);
  return { physicalId: name, attributes: {} };
});
