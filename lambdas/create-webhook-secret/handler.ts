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
  // A deletion removes the parameter that was created, even if the properties have changed since.
  const name = isDeleted ? physicalId : (properties.ParameterName ?? '');
  await create(name, !isDeleted);
  return { physicalId: name, attributes: {} };
});
