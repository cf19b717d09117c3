// The texts of Uppy's Dashboard and of the uploads in it.
import { texts } from './texts.ts';

/** What the Dashboard's strings depend on. */
export interface WordsContext {
  readonly isOnline: boolean;
  /** Whether every file that is waited for is read again as soon as the browser allows it. */
  readonly isAllKept: boolean;
}

/** The Dashboard's strings. Touch screens have no drop or paste; offline, there is no remaining time to show. */
export function dashboardWords({ isOnline, isAllKept }: WordsContext) {
  const isTouch = window.matchMedia('(pointer: coarse)').matches;
  const words = texts().dashboard;
  const whileOthersAreSent = isOnline ? '' : words.resumesOnline;
  return {
    strings: {
      dashboardTitle: words.title,
      browseFiles: words.browse,
      dropPasteFiles: isTouch ? '%{browseFiles}' : words.dropOrBrowse,
      dropHint: words.drop,
      addMore: words.addMore,
      addMoreFiles: words.addMoreFiles,
      addingMoreFiles: words.addMoreFiles,
      back: words.back,
      cancel: words.cancelAll,
      pause: words.pauseAll,
      resume: words.resumeAll,
      retry: words.retry,
      pauseUpload: words.pauseOne,
      resumeUpload: words.resumeOne,
      retryUpload: words.retryOne,
      removeFile: words.cancelOne,
      // The bar below counts the files.
      xFilesSelected: { 0: words.title, 1: words.title },
      uploadingXFiles: { 0: words.title, 1: words.title },
      processingXFiles: { 0: words.title, 1: words.title },
      uploading: isOnline ? words.uploading : words.offline,
      // Files that wait while others are sent count as added.
      xMoreFilesAdded: { 0: whileOthersAreSent, 1: whileOthersAreSent },
      xTimeLeft: isOnline ? words.timeLeft : words.resumesOnline,
      paused: words.paused,
      uploadPaused: words.paused,
      uploadComplete: words.complete,
      complete: words.complete,
      uploadFailed: words.notUploaded,
      error: words.notUploaded,
      dataUploadedOfTotal: words.amountOfTotal,
      filesUploadedOfTotal: { 0: words.uploadedOne, 1: words.uploadedSome },
      sessionRestored: words.interrupted,
      recoveredXFiles: isAllKept
        ? { 0: words.allowOne, 1: words.allowSome }
        : { 0: words.chooseOneAgain, 1: words.chooseSomeAgain },
      recoveredAllFiles: words.resuming,
      reSelect: isAllKept ? words.allow : words.chooseAgain,
    },
  };
}

/** The strings of the uploads. */
export function uploadWords() {
  const words = texts().dashboard;
  return {
    strings: {
      readingFile: words.reading,
      checkingFile: words.validating,
      scanningFile: words.scanning,
      waitingOffline: words.waitingOffline,
      waitingThrottled: words.waitingThrottled,
      waitingNoAnswer: words.waitingNoAnswer,
      chooseAgain: words.bytesLost,
    },
  };
}
