/**
 * Written into the page of a shared link (scripts/link_page.ts), which brings its clip as a video: the first picture
 * comes first, and then the client, whose files would be read and run by the thread that the picture needs. It comes
 * at once where somebody touches the page, and after a moment where the picture is late.
 */
{
  const LEAD_MS = 250;
  const video = document.querySelector<HTMLVideoElement>("#first video");
  const client = document.querySelector<HTMLTemplateElement>("#client");
  const signs = ["pointerdown", "keydown"];

  const begin = (): void => {
    if (!client?.isConnected) return;
    client.remove();
    for (const sign of signs) removeEventListener(sign, begin, true);
    const files = document.importNode(client.content, true);
    const script = files.querySelector("script");
    const styles = [...files.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
    // Styles that a script puts there hold nothing up, so the code waits for them here.
    const styled = styles.map((style) => new Promise((done) => (style.onload = style.onerror = done)));
    script?.remove();
    document.head.append(files);
    void Promise.all(styled).then(() => script && document.head.append(script));
  };

  if (video?.requestVideoFrameCallback) video.requestVideoFrameCallback(begin);
  else video?.addEventListener("loadeddata", begin);
  for (const sign of signs) addEventListener(sign, begin, true);
  setTimeout(begin, LEAD_MS);
}
