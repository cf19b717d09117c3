// A copy of a cloud assembly with changed templates, to see what stacks that are written differently would do.
import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A template as far as changes need it. */
export interface MutableTemplate {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

/** Copies the assembly, its assets as links, and lets `change` change each of its templates. Returns the copy's directory. */
export async function mutateAssembly(
  assembly: string,
  copy: string,
  change: (template: MutableTemplate) => void,
): Promise<string> {
  await mkdir(copy, { recursive: true });
  for (const entry of await readdir(assembly, { withFileTypes: true })) {
    const [from, to] = [join(assembly, entry.name), join(copy, entry.name)];
    if (!entry.isFile()) await symlink(from, to);
    else if (!entry.name.endsWith('.template.json')) await copyFile(from, to);
    else {
      const template = JSON.parse(await readFile(from, 'utf8')) as MutableTemplate;
      change(template);
      await writeFile(to, JSON.stringify(template));
    }
  }
  return copy;
}
