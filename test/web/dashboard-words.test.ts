// Tests that every text that Uppy's Dashboard can show on the page is one of the page's own, in its language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { projectRoot } from '../../lib/project.ts';
import { dashboardWords } from '../../web/dashboard-words.ts';

const components = join(projectRoot, 'node_modules/@uppy/dashboard/lib/components');

/** Components that the build leaves out (`web/vite.config.ts`), or that only a Dashboard in a dialog or with remote providers has. */
const isLeftOut = (file: string): boolean =>
  /^(?:FileCard|Informer|ProviderBrowser|SearchProviderInput)\/|^(?:EditorPanel|PickerPanelContent)\.js$/.test(
    file,
  );

/** Texts that the page never shows, by the reason. */
const neverShown: Readonly<Record<string, readonly string[]>> = {
  'a Dashboard in a dialog': ['dashboardWindowTitle', 'closeModal'],
  'other sources of files': [
    'myDevice',
    'importFiles',
    'importFrom',
    'browseFolders',
    'dropPasteFolders',
    'dropPasteBoth',
    'dropPasteImportFiles',
    'dropPasteImportFolders',
    'dropPasteImportBoth',
    'takePictureBtn',
    'recordVideoBtn',
    'poweredBy',
  ],
  'editing before the upload': [
    'editFile',
    'editFileWithFilename',
    'editImage',
    'editing',
    'finishEditingFile',
    'saveChanges',
    'save',
    'missingRequiredMetaFields',
  ],
  'hidden by the styles, or by an option': [
    'copyLink',
    'copyLinkToClipboardSuccess',
    'copyLinkToClipboardFallback',
    'showErrorDetails',
    'upload',
    'uploadXFiles',
    'uploadXNewFiles',
    'done',
  ],
  'sizes are always known': ['dataUploadedOfUnknown'],
  'every upload can be paused': ['cancelUpload'],
};

afterEach(() => void vi.unstubAllGlobals());

it('every text that the Dashboard can show is one of the page', () => {
  vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) });
  const { strings } = dashboardWords({ isOnline: true, isAllKept: false });
  const used = new Set(
    readdirSync(components, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js') && !isLeftOut(file))
      .flatMap((file) => [
        ...readFileSync(join(components, file), 'utf8').matchAll(/i18n(?:Array)?\('(\w+)'/g),
      ])
      .map(([, name]) => String(name)),
  );
  expect(used.size).toBeGreaterThan(20);
  const known = new Set([...Object.keys(strings), ...Object.values(neverShown).flat()]);
  expect([...used].filter((name) => !known.has(name))).toEqual([]);
});
