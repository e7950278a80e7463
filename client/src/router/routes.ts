import type { Component } from "solid-js";
import type { Params, Pattern } from "./match";

export interface PageProps {
  params: Params;
}

export interface Route extends Pattern {
  /** A stage is a page that fills the screen with a clip; a page scrolls and has margins. */
  shape: "stage" | "page";
  /** Fluent id of the document's title. */
  title: string;
  /** Word areas that the page needs besides `app`. */
  areas: readonly string[];
  load: () => Promise<{ default: Component<PageProps> }>;
}

const feed = { shape: "stage", areas: ["feed"], load: () => import("../feed/feed_page") } as const;

const privacy = (page: "PrivacyPage" | "ReceiptPage") => async () => ({ default: (await import("../privacy"))[page] });

/** Every page of the client. Each loads its own code and words. */
export const ROUTES: readonly Route[] = [
  { pattern: "/", title: "title-feed", ...feed },
  { pattern: "/following", title: "title-following", ...feed },
  { pattern: "/friends", title: "title-friends", ...feed },
  { pattern: "/c/:id", title: "title-clip", shape: "stage", areas: ["feed"], load: () => import("../clip/clip_page") },
  { pattern: "/@:handle", title: "title-profile", shape: "page", areas: ["profile"], load: () => import("../profile/profile_page") },
  { pattern: "/join", title: "title-join", shape: "page", areas: ["account"], load: () => import("../account/join_page") },
  { pattern: "/signin", title: "title-signin", shape: "page", areas: ["account"], load: () => import("../account/signin_page") },
  { pattern: "/upload", title: "title-upload", shape: "page", areas: ["upload"], load: () => import("../upload/upload_page") },
  { pattern: "/clips", title: "title-clips", shape: "page", areas: ["upload"], load: () => import("../upload/my_clips_page") },
  { pattern: "/settings", title: "title-settings", shape: "page", areas: ["settings", "account", "profile", "leaving", "seal"], load: () => import("../settings/settings_page") },
  { pattern: "/settings/feed", title: "title-your-feed", shape: "page", areas: ["feed", "yours"], load: () => import("../yours/your_feed_page") },
  { pattern: "/settings/privacy", title: "title-privacy", shape: "page", areas: ["settings", "account", "leaving", "privacy"], load: privacy("PrivacyPage") },
  { pattern: "/receipt/:token", title: "title-receipt", shape: "page", areas: ["privacy"], load: privacy("ReceiptPage") },
  { pattern: "/about", title: "title-about", shape: "page", areas: ["about", "seal"], load: () => import("../pages/about_page") },
];
