import { call } from "./call";
import type { MarketInfo, Zones, ZoneInfo } from "./types";

/** The directory of zones: public, asked once, before anything protected is sent anywhere. */
let asked: Promise<Zones> | undefined;

export function zones(): Promise<Zones> {
  asked ??= call<Zones>("/api/zones").catch((problem: unknown) => {
    asked = undefined;
    throw problem;
  });
  return asked;
}

export type Home =
  | { here: true; zone: string }
  | { here: false; zone: string; origin: string; custodian: string };

/** Where a market's people live: in this zone, or at another origin that the browser must open first. */
export function homeOfMarket(directory: Zones, market: string): Home | null {
  const info: MarketInfo | undefined = directory.markets[market];
  return info === undefined ? null : homeOf(directory, info.zone);
}

/** `anna@us` names the zone; `anna` is at home here. Returns null for a zone that does not exist. */
export function homeOfHandle(directory: Zones, handle: string): { handle: string; home: Home | null } {
  const [name = "", zone] = handle.trim().replace(/^@/, "").split("@");
  return { handle: name, home: homeOf(directory, zone ?? directory.zone) };
}

function homeOf(directory: Zones, zone: string): Home | null {
  if (zone === directory.zone) return { here: true, zone };
  const info: ZoneInfo | undefined = directory.zones.find((z) => z.name === zone);
  return info === undefined ? null : { here: false, zone, origin: info.origin, custodian: info.custodian };
}
