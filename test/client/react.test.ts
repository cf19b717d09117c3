// @vitest-environment happy-dom
import { act, createElement, StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  UploadButton,
  UploadDropzone,
  type Uploads,
  type UseUploadOptions,
  useUpload,
} from '../../client/react.ts';
import { eventually } from '../eventually.ts';
import { scriptedClient } from './scripted-client.ts';

const picture = (name: string) => new File(['1234'], name, { type: 'image/png' });

let container: HTMLElement;
let root: ReturnType<typeof createRoot>;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
});
afterEach(async () => {
  await act(() => root.unmount());
  container.remove();
  vi.unstubAllGlobals();
});

interface FormProps extends UseUploadOptions<'photos'> {
  readonly show: typeof UploadButton | typeof UploadDropzone;
  onRender(uploads: Uploads): void;
}

function Form({ show, onRender, ...options }: FormProps) {
  const uploads = useUpload(options);
  onRender(uploads);
  return createElement(show, { uploads, multiple: true, accept: 'image/*' });
}

/** Renders a component that uploads, in strict mode. */
async function renderUploads(
  options: Partial<UseUploadOptions<'photos'>> = {},
  show: FormProps['show'] = UploadButton,
) {
  const client = scriptedClient();
  const onRender = vi.fn<FormProps['onRender']>();
  const form = createElement(Form, { client, collection: 'photos', ...options, show, onRender });
  await act(async () => root.render(createElement(StrictMode, null, form)));
  return {
    client,
    uploads: () => {
      const [uploads] = onRender.mock.lastCall ?? [];
      if (!uploads) throw new Error('Nothing was rendered.');
      return uploads;
    },
  };
}

/** Uploads a picture as soon as it is on the page. */
function Eager({ client }: Pick<FormProps, 'client'>) {
  const { upload } = useUpload({ client, collection: 'photos', onUnmount: 'abort' });
  useEffect(() => void upload([picture('a.png')]), [upload]);
  return null;
}

const find = <Found extends Element>(selector: string): Found => {
  const found = container.querySelector<Found>(selector);
  if (!found) throw new Error(`${selector} is not on the page.`);
  return found;
};
const status = () => find('output').textContent;

it('a component shows its uploads as they proceed, also in strict mode', async () => {
  const onReady = vi.fn();
  const { client, uploads } = await renderUploads({ onReady, title: 'A picture' });
  await act(async () => void uploads().upload([picture('a.png')]));
  expect(client.started).toHaveLength(1);
  const [upload] = client.started;
  expect(upload?.options).toMatchObject({ collection: 'photos', title: 'A picture' });
  await act(() => upload?.report({ sentBytes: 2 }));
  expect(uploads().items).toMatchObject([{ status: 'uploading', progress: { sentBytes: 2 } }]);
  expect(status()).toBe('Uploading 1 file: 50 %.');
  await act(async () => upload?.succeed());
  expect(uploads().items).toMatchObject([{ status: 'ready', file: { filename: 'a.png' } }]);
  expect(onReady).toHaveBeenCalledOnce();
  expect(status()).toBe('1 file uploaded.');
});

it('an upload continues when its component leaves the page, and its end is reported', async () => {
  const onReady = vi.fn();
  const { client, uploads } = await renderUploads({ onReady });
  await act(async () => void uploads().upload([picture('a.png')]));
  await act(() => root.render(null));
  client.started[0]?.report({ sentBytes: 2 });
  client.started[0]?.succeed();
  await eventually(() => expect(onReady).toHaveBeenCalledOnce());
  expect(client.started[0]?.options.signal?.aborted).toBe(false);
});

it('with onUnmount abort, an upload is aborted when its component leaves the page', async () => {
  const onFailed = vi.fn();
  const { client, uploads } = await renderUploads({ onFailed, onUnmount: 'abort' });
  await act(async () => void uploads().upload([picture('a.png')]));
  await act(() => root.render(null));
  await eventually(() => expect(client.started[0]?.options.signal?.aborted).toBe(true));
  expect(onFailed).not.toHaveBeenCalled();
});

it('with onUnmount abort, strict mode does not abort what an effect uploads at once', async () => {
  const client = scriptedClient();
  await act(() => root.render(createElement(StrictMode, null, createElement(Eager, { client }))));
  await act(() => new Promise((resolve) => setTimeout(resolve)));
  expect(client.started.length).toBeGreaterThan(0);
  expect(client.started.map(({ options }) => options.signal?.aborted)).not.toContain(true);
});

it('the button opens the dialog of its input, whose files are uploaded, the same file again as well', async () => {
  const { client } = await renderUploads();
  const input = find<HTMLInputElement>('input[type=file]');
  const opened = vi.spyOn(input, 'click').mockImplementation(() => {});
  const button = find<HTMLButtonElement>('button');
  expect([button.type, button.textContent, input.hidden]).toEqual(['button', 'Choose files', true]);
  await act(() => button.click());
  expect(opened).toHaveBeenCalledOnce();
  expect([input.accept, input.multiple]).toEqual(['image/*', true]);
  for (const count of [1, 2]) {
    Object.defineProperty(input, 'files', { configurable: true, value: [picture('a.png')] });
    await act(async () => void input.dispatchEvent(new Event('change', { bubbles: true })));
    expect(client.started).toHaveLength(count);
  }
});

it('the status is a live region that is there before the first upload', async () => {
  await renderUploads();
  expect(find('output').getAttribute('aria-live')).toBe('polite');
  expect(status()).toBe('');
});

/** A drop, or what comes before it, of files and of a folder. */
function dragEvent(type: string, files: readonly File[], types: readonly string[] = ['Files']) {
  const entry = (file: File) => ({
    webkitGetAsEntry: () => ({ isDirectory: file.name === 'folder' }),
    getAsFile: () => file,
  });
  const dataTransfer = { types, files, items: files.map(entry) };
  return Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer });
}

it('the dropzone uploads dropped files but no folders, and shows while files are over it', async () => {
  const { client } = await renderUploads({}, UploadDropzone);
  const zone = find('section');
  expect(zone.getAttribute('aria-label')).toBe('Files to upload');
  await act(() => void zone.dispatchEvent(dragEvent('dragenter', [])));
  await act(() => void find('button').dispatchEvent(dragEvent('dragenter', [])));
  await act(() => void zone.dispatchEvent(dragEvent('dragleave', [])));
  expect(zone.hasAttribute('data-dragging')).toBe(true);
  const drop = dragEvent('drop', [picture('a.png'), picture('folder'), picture('.DS_Store')]);
  await act(async () => void zone.dispatchEvent(drop));
  expect(drop.defaultPrevented).toBe(true);
  expect(zone.hasAttribute('data-dragging')).toBe(false);
  expect(client.started.map(({ source }) => source.name)).toEqual(['a.png']);
  await act(() => client.started[0]?.report({ sentBytes: 1 }));
  const { value, max } = find<HTMLProgressElement>('progress');
  expect([value, max]).toEqual([1, 4]);
});

it('the dropzone leaves dragged text alone', async () => {
  await renderUploads({}, UploadDropzone);
  const over = dragEvent('dragover', [], ['text/plain']);
  await act(() => void find('section').dispatchEvent(over));
  expect(over.defaultPrevented).toBe(false);
});

/** A keeper whose dialog returns one file, and that has kept one file of each collection. */
function scriptedKeeper() {
  return {
    choose: vi.fn(async () => [picture('chosen.png')]),
    dropped: vi.fn(async () => [picture('dropped.png')]),
    keep: vi.fn<(file: unknown, collection: string, upload: Promise<unknown>) => void>(),
    list: async () => [
      { id: 'one', name: 'kept.png', size: 4, collection: 'photos' },
      { id: 'two', name: 'kept.pdf', size: 4, collection: 'contracts' },
    ],
    open: vi.fn(async (id: string) => (id === 'one' ? picture('kept.png') : undefined)),
    forget: vi.fn(async () => {}),
  };
}

it('with a keeper, the button opens its dialog, and each upload is kept until its end', async () => {
  const keeper = scriptedKeeper();
  const { client } = await renderUploads({ keeper });
  await act(async () => find<HTMLButtonElement>('button').click());
  expect(keeper.choose).toHaveBeenCalledWith({ multiple: true, accept: 'image/*' });
  expect(client.started.map(({ source }) => source.name)).toEqual(['chosen.png']);
  const [file, collection, upload] = keeper.keep.mock.lastCall ?? [];
  expect([file, collection]).toEqual([client.started[0]?.source, 'photos']);
  await act(async () => client.started[0]?.succeed());
  await expect(upload).resolves.toMatchObject({ status: 'ready' });
});

it('with a keeper, the dropzone keeps what is dropped', async () => {
  const keeper = scriptedKeeper();
  const { client } = await renderUploads({ keeper }, UploadDropzone);
  await act(async () => void find('section').dispatchEvent(dragEvent('drop', [])));
  expect(client.started.map(({ source }) => source.name)).toEqual(['dropped.png']);
});

it('an upload that a reload interrupted continues, where the browser still has its file', async () => {
  const keeper = scriptedKeeper();
  const { client, uploads } = await renderUploads({ keeper });
  expect(uploads().interrupted.map(({ name }) => name)).toEqual(['kept.png']);
  await act(async () => expect(await uploads().continueUpload('two')).toBe(false));
  expect(client.started).toEqual([]);
  await act(async () => expect(await uploads().continueUpload('one')).toBe(true));
  expect(client.started.map(({ source }) => source.name)).toEqual(['kept.png']);
  expect(uploads().interrupted).toEqual([]);
});

it('an interrupted upload can be removed from the list', async () => {
  const keeper = scriptedKeeper();
  const { uploads } = await renderUploads({ keeper });
  await act(async () => uploads().forget('one'));
  expect(keeper.forget).toHaveBeenCalledWith('one');
  expect(uploads().interrupted).toEqual([]);
});
