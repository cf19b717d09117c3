// The page's texts in English.
import { counted } from './counted.ts';
import { englishFiles } from './english-files.ts';
import { englishHtml } from './english-html.ts';

const files = (count: number) => counted('en', count, { one: 'file', other: 'files' });

/** The English texts; every other language has the same keys. */
export const english = {
  ...englishFiles,
  html: englishHtml,
  page: {
    reload: 'Reload',
    dismiss: 'Dismiss',
    signInAgain: 'Sign in again',
    tryAgain: 'Try again',
    noIssuer: 'The sign-in service cannot be reached. Check your connection and try again.',
    noConfig: 'This site has no valid /config.json, so it does not know its API. Deploy it again.',
    noUploads: 'The part of the page that uploads files could not be loaded. Reload the page.',
    signInFailed: 'Signing in did not work. Try again.',
    sessionEnded: 'Your session has ended. Sign in again to continue.',
    offline: 'You are offline. Uploading resumes automatically when you are online again.',
    notUploaded: (name: string, reason: string) => `${name} was not uploaded. ${reason}`,
    deleted: (name: string) => `${name} was deleted.`,
    settled: (name: string, status: string, verdict: string) =>
      `${name} is ${status.toLowerCase()}. ${verdict}`,
  },
  title: {
    percent: (percent: number) => `${percent} %`,
    validating: 'Validating',
    failed: (count: number) => `${count} not uploaded`,
  },
  list: {
    select: (name: string) => `Select ${name}`,
    selected: (count: number) => `${files(count)} selected`,
    noneSelected: 'Select all that are shown',
    download: (count: number) => `Download ${count}`,
    delete: (count: number) => `Delete ${count}`,
    downloadOf: (name: string) => `Download ${name}`,
    detailsOf: (name: string) => `Details of ${name}`,
    uploadedAs: (type: string) => `uploaded as ${type}`,
    typeNotKnown: 'type not known yet',
    upTo: (size: string) => `up to ${size}`,
    from: (owner: string) => `from ${owner}`,
    moreAdded: 'More files are in the list.',
    slow: 'Loading the files takes longer than usual…',
    nothingYet: 'Nothing here yet',
    nothingFound: 'No file matches',
    nothingFoundHint: 'Change the search or the filters.',
    mineHint: 'Files that you upload appear here, newest first, with their validation results.',
    sharedHint: (principal: string) =>
      `Files that others share with you appear here. They share them with ${principal}.`,
    groupHint: (group: string) => `Files that are shared with ${group} appear here.`,
    withGroup: (group: string) => `With ${group}`,
    everyone: 'Everyone’s',
    everyoneHint: 'Validated files of everyone in this collection appear here.',
  },
  filters: {
    ownerName: 'Name or mail address of the owner',
    severalNamed: (name: string) =>
      `Several accounts have the name ${name}. Enter the mail address of the owner.`,
    unknownOwner: (name: string) =>
      `There is no account with the name, mail address or id ${name}. Check the spelling. For an account that no longer exists, enter user: and its id.`,
  },
  viewer: {
    noPreview: (type: string) =>
      `No browser shows this type of file (${type}) here. Download it to open it.`,
    noHeic:
      'This browser does not show HEIC, the format of phone cameras. Download the picture to open it, or open this page in Safari.',
    failed: 'This browser cannot show this file. Download it to open it.',
    notReady: 'This file cannot be shown: it has not been validated, or it was rejected.',
  },
  deletion: {
    willDelete: (count: number) => `${files(count)} will be deleted.`,
    undo: 'Undo',
    undone: (count: number) => `${files(count)} kept.`,
    deleted: (count: number) => `${files(count)} deleted.`,
    refused: (count: number, reason: string) => `${files(count)} could not be deleted. ${reason}`,
    question: (name: string) => `Delete ${name}?`,
  },
  download: {
    refused: (count: number, reason: string) =>
      `${files(count)} could not be downloaded. ${reason}`,
  },
  collections: {
    empty: 'The file is empty. Check the original and upload it again.',
    offer: (types: string, size: string) => `Accepts ${types} up to ${size}.`,
    offerAll: (limits: string) => `Accepts ${limits}.`,
    offerAny: (types: string) => `Accepts ${types} of any size.`,
    limit: (name: string, size: string) => `${name} up to ${size}`,
    noLimit: (name: string) => `${name} of any size`,
    moreTypes: (count: number) => `${count} more`,
    nothing: 'nothing',
  },
  usage: {
    of: (used: string, limit: string) => `${used} of ${limit}`,
    nearlyFull: 'Nearly full. Delete files that you no longer need.',
    full: 'Full. Delete files that you no longer need.',
  },
  refusals: {
    one: (name: string, reason: string) => `${name} was not uploaded. ${reason}`,
    several: (count: number, reason: string) => `${files(count)} were not uploaded. ${reason}`,
    leftOut: (count: number, names: string) =>
      `${counted('en', count, { one: 'system file was', other: 'system files were' })} skipped: ${names}.`,
    andOthers: (names: string) => `${names} and others`,
  },
  edit: {
    draft: 'Not saved yet: this is what you typed before.',
    unchanged: 'Nothing to save: title and caption are as they were.',
    saved: 'Saved.',
    none: 'none',
    conflict: 'This file was changed in another tab.',
    newestTitle: (title: string) => `Newest title: ${title}`,
    newestCaption: (caption: string) => `Newest caption: ${caption}`,
    conflictChoice: 'Take the newest texts, or save again to keep yours.',
  },
  publication: {
    public: 'Public: everyone who has the address can see this file.',
    private:
      'Private again: the address no longer works. A browser that loaded the file may still keep a copy.',
    publishing: 'Publishing…',
    slow: 'Publishing takes longer than usual. Open this dialog again later to see the address.',
    conflict: 'This file was changed in another tab. Check it, then try again.',
  },
  sharing: {
    stop: 'Stop sharing',
    stopped: (name: string) => `No longer shared with ${name}.`,
    shared: (name: string) => `Shared with ${name}.`,
    sharedWhen: (when: string) => `shared ${when}`,
    wrongPrincipal: 'Enter user: and a user id, or group: and a group name, such as user:bob.',
    isOwner: 'This user already owns the file.',
    placeholder: 'name@example.com',
    hintForNames:
      'Enter the mail address of a person, or group: and a group name. They can read the file, nothing else.',
    noName: 'Enter the mail address of the person who may read the file.',
    unknownName: (name: string) =>
      `There is no account with the name or mail address ${name}. Check the spelling, and use the address that this person signs in with.`,
    severalNamed: (name: string) =>
      `Several accounts have the name ${name}. Enter the mail address, or the id that this person sees in the account menu.`,
    unknownId: (id: string) =>
      `There is no account with the id ${id}. Check it, or enter the mail address.`,
  },
  links: {
    revoke: 'Revoke',
    revoked: 'Revoked: the link no longer works.',
    wrongUses: 'Downloads at most: enter a number from 1 to 999999, or leave it empty.',
    until: (moment: string) => `Until ${moment}`,
    anyUses: 'any number of downloads',
    oneUse: 'one download',
    uses: (count: string) => `at most ${count} downloads`,
    copied: 'Copied.',
    copyByHand: 'The text is selected: copy it by hand.',
  },
  dashboard: {
    title: 'Files to upload',
    browse: 'Choose files',
    dropOrBrowse: '%{browseFiles} or drop or paste them anywhere',
    drop: 'Drop to upload',
    addMore: 'Add more',
    addMoreFiles: 'Add more files',
    back: 'Back',
    cancelAll: 'Cancel all',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    retry: 'Try again',
    pauseOne: 'Pause this file',
    resumeOne: 'Resume this file',
    retryOne: 'Try this file again',
    cancelOne: 'Cancel %{file}',
    uploading: 'Uploading',
    offline: 'Offline',
    timeLeft: '%{time} left',
    resumesOnline: 'resumes when you are online again',
    paused: 'Paused',
    complete: 'Complete',
    notUploaded: 'Not uploaded',
    amountOfTotal: '%{complete} of %{total}',
    uploadedOne: '%{complete} of %{smart_count} file uploaded',
    uploadedSome: '%{complete} of %{smart_count} files uploaded',
    interrupted: 'Interrupted',
    chooseOneAgain: 'Choose the file again to resume its upload.',
    chooseSomeAgain: 'Choose these %{smart_count} files again to resume their uploads.',
    resuming: 'Resuming the upload.',
    chooseAgain: 'Waiting for the file: choose it again',
    allowOne: 'Allow this page to read the file again, and its upload resumes.',
    allowSome:
      'Allow this page to read these %{smart_count} files again, and their uploads resume.',
    allow: 'Resume',
    reading: 'Reading the file…',
    validating: 'Validating the file…',
    scanning: 'Scanning for malware…',
    waitingOffline: 'Offline. The upload continues when you are online again.',
    waitingThrottled: 'The server is busy. The upload continues by itself.',
    waitingNoAnswer: 'The server does not answer. The upload continues by itself.',
    bytesLost: 'Waiting for the file. Choose it again.',
  },
} as const;
