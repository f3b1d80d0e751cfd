/** How well a sensor reads the feelings of labelled messages. */
import { auroc } from '../desk/measures.ts';
import type { FeelingSensor } from '../desk/ports.ts';
import type { Feeling } from '../desk/types.ts';

export interface LabelledMessage {
  readonly text: string;
  readonly labels: readonly string[];
}

export interface FeelingPrediction extends LabelledMessage {
  readonly feeling: Feeling['label'];
  readonly scores: Feeling['scores'];
  readonly upset: number;
}

export interface CutScore {
  /** The `upset` from which a message counts as upset. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface FeelingEvaluation extends CutScore {
  readonly rows: number;
  /** How many rows are labelled upset. */
  readonly upset: number;
  /** How likely an upset message scores above another; 0.5 where one kind is missing. */
  readonly auroc: number;
  /** The threshold with the highest F1 on these rows, for orientation: it was chosen on them. */
  readonly best: CutScore;
  readonly tookMs: number;
  readonly microsecondsPerRow: number;
}

export async function evaluateFeelings(
  sensor: FeelingSensor,
  rows: readonly LabelledMessage[],
  threshold: number,
): Promise<{
  readonly report: FeelingEvaluation;
  readonly predictions: readonly FeelingPrediction[];
}> {
  const startedAt = performance.now();
  const predictions: FeelingPrediction[] = [];
  for (const { text, labels } of rows) {
    const { label, scores, upset } = await sensor.read(text, []);
    predictions.push({ text, labels, feeling: label, scores, upset });
  }
  const tookMs = performance.now() - startedAt;
  const scored = predictions.map(({ labels, upset }) => ({ isUpset: isUpset(labels), upset }));
  const report: FeelingEvaluation = {
    rows: rows.length,
    upset: scored.filter(({ isUpset }) => isUpset).length,
    ...scoreAt(scored, threshold),
    auroc: auroc(
      scored.filter(({ isUpset }) => isUpset).map(({ upset }) => upset),
      scored.filter(({ isUpset }) => !isUpset).map(({ upset }) => upset),
    ),
    best: bestCut(scored),
    tookMs,
    microsecondsPerRow: rows.length === 0 ? 0 : (tookMs * 1_000) / rows.length,
  };
  return { report, predictions };
}

interface Scored {
  readonly isUpset: boolean;
  readonly upset: number;
}

export function isUpset(labels: readonly string[]): boolean {
  return labels.some((label) => upsetLabels.has(label));
}

function scoreAt(scored: readonly Scored[], threshold: number): CutScore {
  const called = scored.filter(({ upset }) => upset >= threshold);
  const hits = called.filter(({ isUpset }) => isUpset).length;
  const total = scored.filter(({ isUpset }) => isUpset).length;
  return cutScore(threshold, hits, called.length, total);
}

function cutScore(threshold: number, hits: number, called: number, total: number): CutScore {
  const precision = called === 0 ? 0 : hits / called;
  const recall = total === 0 ? 0 : hits / total;
  const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { threshold, precision, recall, f1 };
}

/** Walks down the scores once; rows of equal score are called together. */
function bestCut(scored: readonly Scored[]): CutScore {
  const falling = scored.toSorted((a, b) => b.upset - a.upset);
  const total = scored.filter(({ isUpset }) => isUpset).length;
  let hits = 0;
  let best = cutScore(1, 0, 0, total);
  for (const [index, { isUpset, upset }] of falling.entries()) {
    if (isUpset) hits += 1;
    if (falling[index + 1]?.upset === upset) continue;
    const cut = cutScore(upset, hits, index + 1, total);
    if (cut.f1 > best.f1) best = cut;
  }
  return best;
}

const upsetLabels: ReadonlySet<string> = new Set([
  'anger',
  'annoyance',
  'frustration',
  'confusion',
  'disappointment',
]);
