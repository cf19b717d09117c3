// The page of the browser tests: the client, driven by the test through `window`.
import {
  createAirlock,
  type KeptFile,
  openFileKeeper,
  type UploadProgress,
  type UploadTask,
} from '../../../client/airlock.ts';

const reports: UploadProgress[] = [];
let task: UploadTask | undefined;
const keeper = openFileKeeper();

type Outcome = Promise<{ status: string; message?: string }>;

function upload(api: string, file: File): Outcome {
  task = createAirlock({ api, getToken: () => 'token' }).upload(file, {
    collection: 'videos',
    onProgress: (progress) => reports.push(progress),
  });
  keeper?.keep(file, 'videos', task);
  return task.then(
    ({ status }) => ({ status }),
    ({ name, message }: Error) => ({ status: name, message }),
  );
}

function existing(file: File | null | undefined): File {
  if (!file) throw new Error('There is no file.');
  return file;
}

/** What the tests call. */
const driver = {
  reports,
  /** Uploads the picked file and answers the judged record, or the error's name and message. */
  upload: (api: string): Outcome =>
    upload(api, existing(document.querySelector<HTMLInputElement>('#file')?.files?.[0])),
  /** Uploads the file that the browser's dialog returns. */
  async uploadFromDialog(api: string): Outcome {
    const [file] = (await keeper?.choose({ multiple: false, accept: 'video/*,.mp4' })) ?? [];
    return upload(api, existing(file));
  },
  kept: async (): Promise<readonly KeptFile[]> => (await keeper?.list()) ?? [],
  /** Uploads a file that was kept. */
  continueKept: async (api: string, id: string): Outcome =>
    upload(api, existing(await keeper?.open(id))),
  pause: () => task?.pause(),
  resume: () => task?.resume(),
};
export type Driver = typeof driver;

Object.assign(window, { driver });
