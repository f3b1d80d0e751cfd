/** Made by bench/fit-confidence.ts from the public sets that NOTICE names; not by hand. */
export const confidenceModel: {
  readonly intercept: number;
  /** In the order of `featureNames`. */
  readonly weights: readonly number[];
} = {
  intercept: -4.738,
  weights: [
    0.477, // covered by the passage
    1.404, // covered by the article
    0.45, // adjacent pairs
    2.752, // cosine
    4.886, // likeness to a cue
    1.131, // both searches agree
    0.015, // margin
    2.555, // words asked
  ],
};
