// Renders the resources of a stack before its template is written.
import { CfnElement, CfnOutput, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';

/** A resource of a template. */
export interface TemplateResource {
  /** The path of its construct in the app. */
  readonly path: string;
  /** Its logical id. */
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resource as the template holds it. */
export interface StackContent {
  readonly resources: readonly TemplateResource[];
  readonly outputs: number;
  readonly parameters: number;
}

interface Rendered {
  readonly Resources?: Readonly<
    Record<string, { readonly Properties?: TemplateResource['properties'] }>
  >;
}

/** Renders the resources of a stack once the app is complete, when validations of constructs run. */
export function contentOf(stack: Stack): StackContent {
  const elements = stack.node
    .findAll()
    .filter(
      (construct): construct is CfnElement =>
        CfnElement.isCfnElement(construct) && Stack.of(construct) === stack,
    );
  const resources = elements.filter((element) => CfnResource.isCfnResource(element));
  return {
    resources: resources.map((resource) => {
      const { Resources = {} }: Rendered = stack.resolve(resource._toCloudFormation());
      const [[logicalId, rendered] = ['', {}]] = Object.entries(Resources);
      const { path } = resource.node;
      const { cfnResourceType: type } = resource;
      return { path, logicalId, type, properties: rendered.Properties ?? {} };
    }),
    outputs: elements.filter((element) => element instanceof CfnOutput).length,
    parameters: elements.filter((element) => element instanceof CfnParameter).length,
  };
}
