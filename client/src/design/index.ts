/** The parts every page is made of; their colours, sizes and times are in tokens.css. */
export { Avatar } from "./avatar";
export { Blank, type BlankProps } from "./blank";
export { Field, type ControlProps } from "./field";
export * from "./icons";
export { Mark } from "./mark";
export { roomy, stillMotion, wide } from "./media_query";
export { Notice } from "./notice";
export { Said } from "./said";
export { Sheet } from "./sheet";
export { setTheme, theme, type Theme } from "./theme";
export { toast, Toasts } from "./toasts";
