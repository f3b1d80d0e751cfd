/** Reads feelings by a lexicon and by signs such as capitals; a first sensor, without training. */
import { withoutCode } from '../desk/clauses.ts';
import type { FeelingSensor } from '../desk/ports.ts';
import { type CueReader, createCueReader, type Strengths } from './cues.ts';
import { readSigns, type Signs } from './signs.ts';
import { nameFeeling, temper, trendOf } from './temperature.ts';

export function createLexicalSensor(): FeelingSensor {
  const readCues = createCueReader();
  return {
    read: async (text, earlier) => {
      const { strengths, signs } = readText(readCues, text);
      const scores = raiseBySigns(strengths, signs);
      const own = weighUpset(scores) * (1 - praiseSoftens * strengths.praise);
      const named = nameFeeling(scores, own, strengths.praise);
      const upset = temper(own, named.label, earlier);
      return { ...named, trend: trendOf(upset, earlier), scores, upset };
    },
  };
}

function readText(readCues: CueReader, text: string) {
  const prose = withoutCode(shorten(text));
  return { strengths: readCues(prose), signs: readSigns(prose) };
}

/** A feeling shows at a message's beginning and end; between them lie logs and quotes. */
function shorten(text: string): string {
  if (text.length <= longestRead) return text;
  const half = longestRead / 2;
  return `${text.slice(0, half)}\n${text.slice(-half)}`;
}

function raiseBySigns(strengths: Strengths, { arousal, puzzlement }: Signs) {
  const alone = strengths.praise > 0.3 ? 0 : arousal;
  return {
    anger: louder(strengths.anger, arousal, 0.2 * alone),
    frustration: louder(strengths.frustration, arousal, 0.2 * alone),
    confusion: louder(strengths.confusion, puzzlement, 0.25 * puzzlement),
    disappointment: louder(strengths.disappointment, arousal, 0),
  };
}

/** Loudness makes a strong word stronger and leaves silence nearly silent. */
function louder(strength: number, loudness: number, alone: number): number {
  return 1 - (1 - strength) ** (1 + loudness) * (1 - alone);
}

/** Confusion by itself stays below the level at which a person is offered. */
function weighUpset(scores: Readonly<Record<keyof typeof upsetShare, number>>): number {
  const calm =
    (1 - upsetShare.anger * scores.anger) *
    (1 - upsetShare.frustration * scores.frustration) *
    (1 - upsetShare.disappointment * scores.disappointment) *
    (1 - upsetShare.confusion * scores.confusion);
  return 1 - calm;
}

const longestRead = 4_000;
const praiseSoftens = 0.6;
const upsetShare = { anger: 1, frustration: 0.85, disappointment: 0.65, confusion: 0.42 } as const;
