/**
 * Questions through a local Slack: Earshot beside a bare Bolt bot that says back what it hears, and
 * beside what its stores cost by themselves. They take turns in each round, so that whatever else
 * the machine does meets all of them alike.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { percentile } from '../src/desk/measures.ts';
import {
  type Asked,
  deskPolicy,
  type EarshotFolders,
  type Party,
  startBare,
  startEarshot,
} from './slack-parties.ts';
import { dealQuestions, readQuestions } from './slack-questions.ts';
import { openRaw, type Raw } from './slack-raw.ts';

const inFlights = [1, 10, 50] as const;
const rounds = 7;
const questionsARound = 100;
const warmUps = [200, 100, 100] as const;
const mostAckRatio = 2;
const mostAnswerRatio = 1;

export interface SlackReport {
  readonly unit: string;
  readonly rounds: number;
  readonly questionsARound: number;
  /** What became of every question that Earshot was asked, by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly inFlight: readonly Level[];
  readonly kept: boolean;
}

export interface Level {
  readonly inFlight: number;
  readonly bare: PartyFigures;
  readonly earshot: PartyFigures;
  readonly rawQueryP50: number;
  readonly rawCommitP50: number;
  readonly promises: readonly Kept[];
}

export interface PartyFigures {
  readonly eventsPerSecond: number;
  readonly answerP50: number;
  readonly answerP99: number;
  readonly ackP50: number;
  readonly ackP99: number;
}

export interface Kept {
  readonly promise: string;
  readonly ratio: number;
  readonly atMost: number;
  /** The same ratio in the best and the worst round: how noisy the machine was. */
  readonly range: readonly [number, number];
  readonly kept: boolean;
}

interface Round {
  readonly bare: PartyFigures;
  readonly earshot: PartyFigures;
  readonly rawQueryP50: number;
  readonly rawCommitP50: number;
}

export async function benchSlack(): Promise<SlackReport> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-slack-'));
  const opened: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const folders = await makeFolders(folder);
    const deal = dealQuestions(await readQuestions(folders.knowledgeDir));
    const bare = await startBare();
    opened.push(bare.stop);
    const earshot = await startEarshot(folders);
    opened.push(earshot.stop);
    for (const party of [bare, earshot]) await warmUp(party, deal);
    const raw = await openRaw(join(folders.dataDir, 'index'), join(folder, 'raw.db'));
    opened.push(raw.close);
    for (const inFlight of inFlights) await raw.query(deal(questionsARound), inFlight);
    const measured = await measure({ bare, earshot, raw }, deal);
    const inFlight = inFlights.map((count) => levelOf(count, measured.get(count) ?? []));
    return {
      unit: `ms from sending the event; median of ${rounds} rounds`,
      rounds,
      questionsARound,
      outcomes: countOutcomes(folders.dataDir),
      inFlight,
      kept: inFlight.every(({ promises }) => promises.every(({ kept }) => kept)),
    };
  } finally {
    for (const close of opened.reverse()) await close();
  }
}

async function makeFolders(folder: string): Promise<EarshotFolders> {
  const dataDir = join(folder, 'data');
  const knowledgeDir = join(folder, 'knowledge');
  const deskFile = join(folder, 'desk.yaml');
  await mkdir(dataDir);
  await cp(join(import.meta.dirname, '..', 'knowledge'), knowledgeDir, { recursive: true });
  await writeFile(deskFile, deskPolicy);
  return { dataDir, knowledgeDir, deskFile };
}

type Deal = (count: number) => readonly string[];

/** Until the names are known, the index is made and the code has been compiled. */
async function warmUp(party: Party, deal: Deal): Promise<void> {
  for (const [at, count] of warmUps.entries()) await party.ask(deal(count), inFlights[at] ?? 1);
}

interface Sides {
  readonly bare: Party;
  readonly earshot: Party;
  readonly raw: Raw;
}

async function measure({ bare, earshot, raw }: Sides, deal: Deal) {
  const measured = new Map<number, Round[]>(inFlights.map((inFlight) => [inFlight, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const inFlight of inFlights) {
      const questions = deal(questionsARound);
      measured.get(inFlight)?.push({
        bare: figuresOf(await bare.ask(questions, inFlight)),
        earshot: figuresOf(await earshot.ask(questions, inFlight)),
        rawQueryP50: percentile(await raw.query(questions, inFlight), 0.5),
        rawCommitP50: percentile(await raw.commit(4 * questionsARound, inFlight), 0.5),
      });
    }
  }
  return measured;
}

function figuresOf({ tookMs, answerMs, ackMs }: Asked): PartyFigures {
  return {
    eventsPerSecond: (answerMs.length / tookMs) * 1_000,
    answerP50: percentile(answerMs, 0.5),
    answerP99: percentile(answerMs, 0.99),
    ackP50: percentile(ackMs, 0.5),
    ackP99: percentile(ackMs, 0.99),
  };
}

function levelOf(inFlight: number, all: readonly Round[]): Level {
  const median = (read: (round: Round) => number) => rounded(percentile(all.map(read), 0.5));
  const party = (side: 'bare' | 'earshot'): PartyFigures => ({
    eventsPerSecond: median((round) => round[side].eventsPerSecond),
    answerP50: median((round) => round[side].answerP50),
    answerP99: median((round) => round[side].answerP99),
    ackP50: median((round) => round[side].ackP50),
    ackP99: median((round) => round[side].ackP99),
  });
  const middle: Round = {
    bare: party('bare'),
    earshot: party('earshot'),
    rawQueryP50: median((round) => round.rawQueryP50),
    rawCommitP50: median((round) => round.rawCommitP50),
  };
  const judge = (promise: string, atMost: number, read: (round: Round) => number): Kept => {
    const ratio = rounded(read(middle));
    const each = all.map((round) => rounded(read(round)));
    const range = [Math.min(...each), Math.max(...each)] as const;
    return { promise, ratio, atMost, range, kept: ratio <= atMost };
  };
  return {
    inFlight,
    ...middle,
    promises: [
      judge('acknowledgement p99 to the bare bot’s', mostAckRatio, ackRatio),
      judge('answer p50 to the bare bot’s + 3 queries + 4 commits', mostAnswerRatio, answerRatio),
    ],
  };
}

function ackRatio({ bare, earshot }: Round): number {
  return earshot.ackP99 / bare.ackP99;
}

function answerRatio({ bare, earshot, rawQueryP50, rawCommitP50 }: Round): number {
  return earshot.answerP50 / (bare.answerP50 + 3 * rawQueryP50 + 4 * rawCommitP50);
}

function rounded(value: number): number {
  return Number(value.toFixed(value < 10 ? 2 : 1));
}

/** From Earshot's own records. */
function countOutcomes(dataDir: string): Readonly<Record<string, number>> {
  const database = new DatabaseSync(join(dataDir, 'earshot.db'), { readOnly: true });
  try {
    const rows = database
      .prepare('select outcome, count(*) as count from exchanges group by outcome order by 2 desc')
      .all();
    return Object.fromEntries(rows.map(({ outcome, count }) => [String(outcome), Number(count)]));
  } finally {
    database.close();
  }
}
