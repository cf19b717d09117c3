// The resources of a stack as its template is about to have them.
import { CfnElement, CfnOutput, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';

/** A resource of a template. */
export interface TemplateResource {
  /** Where its construct stands in the app. */
  readonly path: string;
  /** Its name in the template, by which others refer to it. */
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a template holds. */
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

/** Renders what is in a stack, once the app is complete: validations of constructs run then. */
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
