export const confidenceModel: { readonly intercept: number; readonly weights: readonly number[] } =
  {
    intercept: -2,
    weights: [2, 1, 1, -1, 0, 0, 1, 1, 0, 0, 0],
  };
