/** One rule for passwords: long enough. No composition nonsense (NIST SP 800-63B, 3.1.1.2). */

export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 256;

export type PasswordFault = "empty" | "short" | "long";

/** The first thing that is wrong with a password, or null. Length is counted in characters, not in UTF-16 units. */
export function passwordFault(typed: string): PasswordFault | null {
  const length = [...typed].length;
  if (length === 0) return "empty";
  if (length < PASSWORD_MIN) return "short";
  if (length > PASSWORD_MAX) return "long";
  return null;
}

/** How far along the way to long enough, 0 to 1, for the line under the field. */
export function passwordReach(typed: string): number {
  return Math.min(1, [...typed].length / PASSWORD_MIN);
}
