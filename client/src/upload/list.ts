/** The uploads of the person at this browser, as a store; every change that must outlive a reload goes to the shelf. */

import { createStore, produce } from "solid-js/store";
import { keptOf, type Stage, type UploadItem } from "./item";
import { shelf } from "./shelf";

const [items, setItems] = createStore<UploadItem[]>([]);

export { items };

/** Newest first, without those being cancelled. */
export const uploads = (): UploadItem[] => items.filter((item) => item.stage.at !== "cancelled");

export const find = (key: string): UploadItem | undefined => items.find((item) => item.key === key);

export function change(key: string, how: (item: UploadItem) => void): void {
  setItems((item) => item.key === key, produce(how));
}

export const moveTo = (key: string, stage: Stage): void => change(key, (item) => (item.stage = stage));

export const putFirst = (item: UploadItem): void => setItems(produce((all) => all.unshift(item)));

export const putLast = (item: UploadItem): void => setItems(produce((all) => all.push(item)));

export const takeOff = (key: string): void => setItems((all) => all.filter((item) => item.key !== key));

export const takeAllOff = (): void => setItems([]);

/** Writes the item to the shelf; a browser that keeps nothing goes on without. */
export async function keep(key: string): Promise<void> {
  const item = find(key);
  if (item !== undefined) await shelf.keep(keptOf(item)).catch(() => undefined);
}
