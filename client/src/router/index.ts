/** One page a path, over the browser's own history. Pages load their code and words on demand. */
export { again, goBack, guardLeaving, navigate, place, signInPath } from "./location";
export { currentRoute, Outlet, preload } from "./outlet";
export type { PageProps } from "./routes";
