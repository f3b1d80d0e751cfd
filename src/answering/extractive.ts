/** Answers in the articles' own words: the default, which needs no model and cannot make things up. */
import type { Answerer, Question } from '../desk/ports.ts';
import { rememberNewest } from '../desk/remember.ts';
import type { ChannelName, Draft, Passage, SearchResult } from '../desk/types.ts';
import { termsOf } from '../models/terms.ts';
import { articleUrl, citePassage, type Place } from './citations.ts';
import { pickBlocks } from './pick-blocks.ts';
import { type Block, type ResolveLink, readableBlocks } from './readable-blocks.ts';

export interface ExtractiveOptions {
  /** The bot's own address, where one is configured. */
  readonly publicUrl: string | null;
}

const wantedLength = 900;
const additionLength = 400;

export function createExtractiveAnswerer({ publicUrl }: ExtractiveOptions): Answerer {
  const known = rememberPassages(publicUrl);
  return {
    async draft(question, found) {
      const place = { publicUrl, channel: question.channel };
      const weights = weighTerms(question, found, known);
      const quotes = found.passages.slice(0, considered).map((passage) => ({
        passage,
        quote: (length: number) =>
          pickBlocks(known.blocksOf(passage, question.channel), { weights, length }).join('\n\n'),
      }));
      const first = quotes.find(({ quote }) => quote(wantedLength) !== '');
      if (first === undefined) return { text: '', citations: [], confidence: found.confidence };
      // What was asked before was answered before: only the question itself asks for more.
      const asked = weighTerms({ ...question, context: null }, found, known);
      const second = asksForMore(question.text)
        ? quotes.find(
            ({ passage }) =>
              passage !== first.passage &&
              adds(passage, known.termsOf(first.passage), first.passage.score, asked),
          )
        : undefined;
      const addition = second?.quote(additionLength) ?? '';
      const used = second !== undefined && addition !== '' ? [first, second] : [first];
      return draftOf(
        [first.quote(wantedLength), addition],
        used.map(({ passage }) => passage),
        { place, confidence: found.confidence },
      );
    },
  };
}

const considered = 4;

/** What is read out of passages, which are the same for one question after another. */
interface KnownPassages {
  blocksOf(passage: Passage, channel: ChannelName): readonly Block[];
  termsOf(passage: Passage): ReadonlySet<string>;
}

const remembered = 500;

function rememberPassages(publicUrl: string | null): KnownPassages {
  const readBlocks = rememberNewest(remembered, (written) => {
    const [channel, article, text] = JSON.parse(written) as [ChannelName, string, string];
    return readableBlocks(text, resolverFor(article, { publicUrl, channel }));
  });
  const readTerms = rememberNewest(remembered, (text) => new Set(termsOf(text)));
  return {
    blocksOf: ({ article, text }, channel) => readBlocks(JSON.stringify([channel, article, text])),
    termsOf: ({ headings, text }) => readTerms([...headings, text].join('\n')),
  };
}

function draftOf(
  texts: readonly string[],
  used: readonly Passage[],
  { place, confidence }: { readonly place: Place; readonly confidence: number },
): Draft {
  return {
    text: texts.filter((text) => text !== '').join('\n\n'),
    citations: used.map((passage) => citePassage(passage, place)),
    confidence,
  };
}

/** A term that few of the found passages have tells them apart; one they all have does not. */
function weighTerms(
  question: Question,
  found: SearchResult,
  known: KnownPassages,
): ReadonlyMap<string, number> {
  const passages = found.passages.map((passage) => known.termsOf(passage));
  const weigh = (text: string, share: number): [string, number][] =>
    termsOf(text).map((term) => {
      const having = passages.filter((terms) => terms.has(term)).length;
      return [term, share * Math.log(1 + (passages.length + 1) / (having + 0.5))];
    });
  return new Map([...weigh(question.context ?? '', 0.3), ...weigh(question.text, 1)]);
}

function resolverFor(article: string, place: Place): ResolveLink {
  return (target) => {
    if (/^(https?|mailto):/i.test(target)) return URL.canParse(target) ? target : null;
    if (target.startsWith('#')) return articleUrl(article, target.slice(1), place);
    const match = /^(?!\/|[a-z][a-z0-9+.-]*:)([^#?]+)\.md(?:#(.*))?$/i.exec(target);
    if (match?.[1] === undefined) return null;
    const base = new URL(`http://base/${article}`);
    const path = new URL(match[1], base).pathname.slice(1);
    return articleUrl(decode(path), decode(match[2] ?? ''), place);
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether it may ask two things: in any other, a word that is left over is seldom one of its own. */
function asksForMore(question: string): boolean {
  return /\b(and|or|also|both|plus|vs|versus)\b|[,;&/+]|[.?!]\s+\S/i.test(question);
}

/** They ask how much of a thing; "how much the bot logs" is no answer to what something costs. */
const measures = new Set(termsOf('much many long often far soon fast big kind sort way'));

/** Whether its headings name what the question asks and the first passage leaves out. */
function adds(
  passage: Passage,
  have: ReadonlySet<string>,
  bestScore: number,
  weights: ReadonlyMap<string, number>,
): boolean {
  if (passage.score < bestScore * 0.4) return false;
  const missing = [...weights].filter(([term]) => !have.has(term) && !measures.has(term));
  if (missing.length === 0) return false;
  const missingWeight = missing.reduce((sum, [, weight]) => sum + weight, 0);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (missingWeight < total * 0.2) return false;
  const named = new Set(termsOf([passage.title, ...passage.headings].join('\n')));
  const gained = missing.reduce((sum, [term, weight]) => sum + (named.has(term) ? weight : 0), 0);
  return gained >= missingWeight * 0.6;
}
