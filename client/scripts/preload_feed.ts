import type { HtmlTagDescriptor, Plugin } from "vite";

/** Names the feed's code in the page itself, so that a phone fetches it beside the entry and not after it. */
export function preloadFeed(): Plugin {
  return {
    name: "kurzum-preload-feed",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const page = Object.values(bundle ?? {}).find(
          (chunk) => chunk.type === "chunk" && chunk.facadeModuleId?.endsWith("/feed/feed_page.tsx"),
        );
        if (page?.type !== "chunk") throw new Error("the build has no feed page");
        const scripts = [page.fileName, ...page.imports];
        const styles = scripts.flatMap((file) => {
          const chunk = bundle?.[file];
          return chunk?.type === "chunk" ? [...(chunk.viteMetadata?.importedCss ?? [])] : [];
        });
        const link = (file: string, attrs: Record<string, string | boolean>): HtmlTagDescriptor[] =>
          html.includes(file) ? [] : [{ tag: "link", attrs: { ...attrs, href: `/${file}` }, injectTo: "head" }];
        return [
          ...scripts.flatMap((file) => link(file, { rel: "modulepreload", crossorigin: true })),
          ...styles.flatMap((file) => link(file, { rel: "preload", as: "style", crossorigin: true })),
        ];
      },
    },
  };
}
