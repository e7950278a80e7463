/** Keeps uploads and their files in this browser (IndexedDB), so that a reload loses nothing. */

import type { KeptItem } from "./item";
import { noteUploads } from "./waiting";

const NAME = "kurzum-uploads";
const ITEMS = "items";
const FILES = "files";

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ITEMS, { keyPath: "key" });
    request.result.createObjectStore(FILES);
  };
  return asked(request);
}

async function within<T>(
  mode: IDBTransactionMode,
  work: (items: IDBObjectStore, files: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction([ITEMS, FILES], mode);
    const ended = new Promise<void>((done, fail) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => fail(transaction.error);
    });
    const [answer] = await Promise.all([
      asked(work(transaction.objectStore(ITEMS), transaction.objectStore(FILES))),
      ended,
    ]);
    return answer;
  } finally {
    database.close();
  }
}

/** The shelf. Every method rejects where the browser keeps nothing (private window, no room left). */
export const shelf = {
  keep: (item: KeptItem) => {
    noteUploads(true);
    return within("readwrite", (items) => items.put(item));
  },
  keepFile: (key: string, file: Blob) => within("readwrite", (_, files) => files.put(file, key)),
  all: () => within("readonly", (items) => items.getAll() as IDBRequest<KeptItem[]>),
  one: (key: string) => within("readonly", (items) => items.get(key) as IDBRequest<KeptItem | undefined>),
  file: (key: string) => within("readonly", (_, files) => files.get(key) as IDBRequest<Blob | undefined>),
  dropFile: (key: string) => within("readwrite", (_, files) => files.delete(key)),
  drop: (key: string) =>
    within("readwrite", (items, files) => {
      files.delete(key);
      return items.delete(key);
    }),
};

/** Takes every kept upload and file off this browser: at sign-out and with the account. Never rejects. */
export function clearShelf(): Promise<void> {
  noteUploads(false);
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => done();
    request.onerror = () => done();
    request.onblocked = () => done();
  });
}
