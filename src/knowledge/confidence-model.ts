export const confidenceModel: { readonly intercept: number; readonly weights: readonly number[] } =
  {
    intercept: -5,
    weights: [0.16, 1.2, 0.66, 3.4, 4.87, 0.87, 0.04, 2.24],
  };
