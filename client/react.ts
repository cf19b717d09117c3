// The entry point for React: a hook, and accessible components without style that use it.
'use client';
export { UploadButton, type UploadButtonProps, type UploadControlProps } from './upload-button.tsx';
export { UploadDropzone, type UploadDropzoneProps } from './upload-dropzone.tsx';
export type { UploadLabels } from './upload-labels.ts';
export type { SettledItem, UploadError, UploadItem } from './upload-list.ts';
export { UploadStatus, type UploadStatusProps } from './upload-status.tsx';
export { describeUploads, type UploadSummary } from './upload-summary.ts';
export type { InterruptedUploads } from './use-kept-files.ts';
export { type Uploads, type UseUploadOptions, useUpload } from './use-upload.ts';
