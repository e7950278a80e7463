/** Whether uploads wait in this browser: known without opening the shelf, so that the first page need not load it. */
const KEPT = "kurzum.uploads";

export const uploadsWait = (): boolean => localStorage.getItem(KEPT) === "yes";

export function noteUploads(waiting: boolean): void {
  if (waiting) localStorage.setItem(KEPT, "yes");
  else localStorage.removeItem(KEPT);
}
