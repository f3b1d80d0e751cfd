/** How well a folder of articles answers a list of questions, on a temporary index. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { auroc, coverageAt, mean, percentile, reciprocalRank } from '../desk/measures.ts';
import type { Knowledge } from '../desk/ports.ts';
import { createKnowledge } from './knowledge.ts';

export interface EvaluationOptions {
  /** The folder of articles. */
  readonly articles: string;
  /** Files of rows `{"question", "article"}`. */
  readonly questions: readonly string[];
  /** Where to write a row for each question; left out, nowhere. */
  readonly predictions?: string;
}

export interface Evaluation {
  readonly articles: number;
  readonly passages: number;
  readonly indexingMs: number;
  readonly questions: number;
  readonly answerable: number;
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  readonly 'mrr@10': number;
  /** Answerable questions against themselves with their own article left out. */
  readonly near: Abstention | null;
  /** Answerable questions against those that no article answers. */
  readonly far: Abstention | null;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface Abstention {
  readonly auroc: number;
  /** Answerable questions above the confidence that 5 % of the others reach. */
  readonly coverage: number;
}

export async function evaluateKnowledge(options: EvaluationOptions): Promise<Evaluation> {
  const rows = (await Promise.all(options.questions.map(readQuestions))).flat();
  const indexUri = await mkdtemp(join(tmpdir(), 'earshot-eval-'));
  const knowledge = await createKnowledge({ folder: options.articles, indexUri });
  try {
    const { tookMs } = await knowledge.ready;
    const predictions: Prediction[] = [];
    for (const row of rows) predictions.push(await predict(knowledge, row));
    if (options.predictions !== undefined) await writePredictions(options.predictions, predictions);
    const { articles, passages } = knowledge.status();
    return { articles, passages, indexingMs: tookMs, ...summarise(predictions) };
  } finally {
    await knowledge.close();
    await rm(indexUri, { recursive: true, force: true });
  }
}

const questionSchema = z.object({ question: z.string(), article: z.string().nullable() });
type QuestionRow = z.infer<typeof questionSchema>;

async function readQuestions(file: string): Promise<readonly QuestionRow[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      return [questionSchema.parse(JSON.parse(line))];
    } catch (cause) {
      const remedy = 'Write {"question": "…", "article": "path" or null}';
      throw new Error(`[knowledge] cannot read ${file}: line ${at + 1}. ${remedy}`, { cause });
    }
  });
}

interface Prediction extends QuestionRow {
  readonly ranked: readonly { readonly article: string; readonly score: number }[];
  readonly confidence: number;
  readonly confidenceWithout: number | null;
  readonly tookMs: number;
}

const deepest = 50;

async function predict(knowledge: Knowledge, row: QuestionRow): Promise<Prediction> {
  const query = { text: row.question, audience: 'agents', limit: deepest } as const;
  const startedAt = performance.now();
  const { passages, confidence } = await knowledge.search(query);
  const tookMs = performance.now() - startedAt;
  const without =
    row.article === null ? null : await knowledge.search({ ...query, without: row.article });
  const best = new Map<string, number>();
  for (const { article, score } of passages) if (!best.has(article)) best.set(article, score);
  const ranked = [...best].map(([article, score]) => ({ article, score })).slice(0, 10);
  return { ...row, ranked, confidence, confidenceWithout: without?.confidence ?? null, tookMs };
}

async function writePredictions(file: string, predictions: readonly Prediction[]): Promise<void> {
  const lines = predictions.map(({ tookMs: _, ...row }) => `${JSON.stringify(row)}\n`);
  await writeFile(file, lines.join(''));
}

function summarise(predictions: readonly Prediction[]) {
  const answerable = predictions.filter((row) => row.article !== null);
  const ranks = answerable.map((row) => row.ranked.findIndex((one) => one.article === row.article));
  const sure = answerable.map((row) => row.confidence);
  const near = answerable.flatMap((row) => row.confidenceWithout ?? []);
  const far = predictions.filter((row) => row.article === null).map((row) => row.confidence);
  const times = predictions.map((row) => row.tookMs);
  return {
    questions: predictions.length,
    answerable: answerable.length,
    'recall@1': mean(ranks.map((rank) => Number(rank === 0))),
    'recall@5': mean(ranks.map((rank) => Number(rank >= 0 && rank < 5))),
    'mrr@10': mean(ranks.map(reciprocalRank)),
    near: abstention(sure, near),
    far: abstention(sure, far),
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

function abstention(sure: readonly number[], unsure: readonly number[]): Abstention | null {
  if (sure.length === 0 || unsure.length === 0) return null;
  return { auroc: auroc(sure, unsure), coverage: coverageAt(sure, unsure, 0.05) };
}
