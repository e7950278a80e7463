import type { Hidden, Interest } from "../api";
import { nameOf } from "../i18n";

/** How people read an interest: "@anna", "#dance", "German", or a sound's title. */
export function called(one: Pick<Interest | Hidden, "kind" | "key" | "name">): string {
  switch (one.kind) {
    case "creator":
      return `@${one.key}`;
    case "topic":
      return `#${one.key}`;
    case "language":
      return nameOf("language", one.key);
    case "sound":
      return one.name;
  }
}
