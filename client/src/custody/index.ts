/** Where a person's data is, said in truth and one touch away. Mint means custody, here and nowhere else. */
export { Seal, SealWords } from "./seal";
