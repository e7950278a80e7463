/** How the zone stands this moment, by its own public answer at /readyz. */
export interface Standing {
  custodian: "yes" | "no" | "unknown";
}

export async function standing(): Promise<Standing> {
  try {
    const response = await fetch("/readyz", { headers: { Accept: "application/json" }, credentials: "omit" });
    const body = (await response.json()) as { custodian?: unknown };
    return { custodian: body.custodian === "yes" ? "yes" : body.custodian === "no" ? "no" : "unknown" };
  } catch {
    return { custodian: "unknown" };
  }
}
