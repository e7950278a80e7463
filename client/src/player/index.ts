/** Plays clips: state without a browser (state.ts), the choice of a rendition, and the shell around a video element. */
export { createPlayer, type PlayerHandle } from "./player";
export { createStagePlayer } from "./stage_player";
export { ahead } from "./rendition";
export { lineNow } from "./line";
export { bless } from "./pool";
export { clearFirst } from "./first";
export { refused, soundOn, touched, turnSound } from "./sound";
