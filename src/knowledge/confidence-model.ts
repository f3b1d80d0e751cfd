/** Made by bench/fit-confidence.ts from the public sets that NOTICE names; not by hand. */
export const confidenceModel: {
  readonly intercept: number;
  /** In the order of `featureNames`. */
  readonly weights: readonly number[];
} = {
  intercept: -4.857,
  weights: [
    0.334, // covered by the passage
    1.354, // covered by the article
    0.426, // adjacent pairs
    2.591, // cosine
    4.73, // likeness to a cue
    1.062, // both searches agree
    0.233, // margin
    2.441, // words asked
  ],
};
