/** The feeling that is taken where none was read. */
import type { Feeling } from './types.ts';

export const calm: Feeling = {
  label: 'calm',
  intensity: 0,
  trend: 'steady',
  scores: { anger: 0, frustration: 0, confusion: 0, disappointment: 0 },
  upset: 0,
};
