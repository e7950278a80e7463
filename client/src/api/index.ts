/** The server's interface, typed. Talks to this page's own zone only; raises ApiProblem. */
export { call } from "./call";
export { clips, isFinal } from "./clips";
export { feed } from "./feed";
export { people } from "./people";
export { ApiProblem } from "./problem";
export { homeOfHandle, homeOfMarket, zones, type Home } from "./zones";
export { words } from "./words";
export type * from "./types";
