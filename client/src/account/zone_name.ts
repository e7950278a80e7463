/** A zone's name in a sentence: short ones are codes and stand in capitals. */
export const zoneName = (zone: string): string => (zone.length <= 3 ? zone.toUpperCase() : zone);
