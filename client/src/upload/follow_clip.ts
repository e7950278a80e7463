/** Follows a clip until it is ready: pushed by the server, and asked for now and then in case the push is held up. */

import { ApiProblem, clips, isFinal, type ClipProgress } from "../api";

const ASK_EVERY_MS = 8000;

/** Returns the function that stops. `onGone` is called when the clip no longer exists for this person. */
export function followClip(id: string, onNews: (news: ClipProgress) => void, onGone: () => void): () => void {
  let heard = 0;
  const over = (): void => {
    stopListening();
    clearInterval(asking);
  };
  const tell = (news: ClipProgress): void => {
    heard += 1;
    onNews(news);
    if (isFinal(news.state)) over();
  };
  const stopListening = clips.watch(id, tell);
  let before = -1;
  const asking = setInterval(() => {
    const quiet = heard === before;
    before = heard;
    if (!quiet) return;
    clips.get(id).then(tell, (problem: unknown) => {
      if (!(problem instanceof ApiProblem) || (problem.status !== 404 && problem.status !== 410)) return;
      over();
      onGone();
    });
  }, ASK_EVERY_MS);
  return over;
}
