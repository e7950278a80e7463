import { lessData } from "../design/less_data";
import { measured, type Conditions } from "./rendition";

/** What is known of the network: measured on media already fetched, else the browser's guess. */
interface Connection {
  saveData?: boolean;
  downlink?: number;
  effectiveType?: string;
}

const connection = (navigator as { connection?: Connection }).connection;
let throughput: number | null = null;

if ("PerformanceObserver" in window) {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      if (!entry.name.includes("/media/")) continue;
      throughput = measured(throughput, entry.transferSize, entry.responseEnd - entry.responseStart);
    }
  }).observe({ type: "resource", buffered: true });
}

export function lineNow(): Pick<Conditions, "throughput" | "saveData"> {
  // Chromium caps its own guess at 10 Mbit/s, so the top of the range says only "fast".
  const guess = connection?.downlink && connection.downlink < 9 ? connection.downlink * 1e6 : null;
  return { throughput: throughput ?? guess, saveData: lessData() || (connection?.saveData ?? false) };
}
