// A copy of a cloud assembly whose templates are changed, to see what a stack would do that is written otherwise.
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A template as far as changes need it. */
export interface MutableTemplate {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

/** Copies the assembly and lets `change` change each of its templates. Returns the copy's directory. */
export async function mutateAssembly(
  assembly: string,
  copy: string,
  change: (template: MutableTemplate) => void,
): Promise<string> {
  await cp(assembly, copy, { recursive: true });
  const names = await readdir(copy);
  for (const name of names.filter((each) => each.endsWith('.template.json'))) {
    const template = JSON.parse(await readFile(join(copy, name), 'utf8')) as MutableTemplate;
    change(template);
    await writeFile(join(copy, name), JSON.stringify(template));
  }
  return copy;
}
