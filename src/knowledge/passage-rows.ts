/** Articles as rows of the index, and rows as passages. */
import type { Data, Field, Table } from 'apache-arrow';
import { z } from 'zod';
import type { Passage } from '../desk/types.ts';
import { termsOf } from '../models/terms.ts';
import type { Article } from './article.ts';
import { loadArrow } from './lance.ts';
import { type ArticlePassage, splitArticle } from './passages.ts';
import { shareQuestions } from './share-questions.ts';

/** What is kept of a file, whole, so that its last good version outlives a broken one. */
export interface StoredArticle {
  readonly path: string;
  /** What a customer may start from: the owner's first question, else the title. */
  readonly opener: string;
  /** `yes` where the article is tagged `featured`. */
  readonly featured: 'yes' | 'no';
  readonly hash: string;
  readonly audience: string;
  readonly source: string;
}

export interface PassageRow {
  readonly id: string;
  readonly article: string;
  readonly title: string;
  /** JSON. */
  readonly headings: string;
  readonly anchor: string;
  readonly url: string;
  readonly audience: string;
  readonly text: string;
  /** Title, heading and owner's questions as terms, one a line. */
  readonly cues: string;
  /** What it is searched by, each term as often as it weighs. */
  readonly terms: string;
  /** What it is embedded by; not stored. */
  readonly embedded: string;
}

export const passageColumns = [
  'id',
  'article',
  'title',
  'headings',
  'anchor',
  'url',
  'audience',
  'text',
  'cues',
  'terms',
] as const;

export type PassageColumn = (typeof passageColumns)[number];

export const articleColumns = ['path', 'opener', 'featured', 'hash', 'audience', 'source'] as const;

/** `words` remembers the terms of words over many articles. */
export function passageRowsOf(
  article: Article,
  words: Map<string, readonly string[]>,
): readonly PassageRow[] {
  const passages = splitArticle(article);
  const shares = shareQuestions(article.questions, passages, words);
  return passages.map((passage, at) => {
    const questions = shares[at] ?? [];
    const embedded = weightedText(article, passage, questions);
    return {
      id: `${article.path}#${at}`,
      article: article.path,
      title: article.title,
      headings: JSON.stringify(passage.headings),
      anchor: passage.anchor,
      url: article.url ?? '',
      audience: article.audience,
      text: passage.text,
      cues: cuesOf([article.title, passage.headings.at(-1) ?? '', ...questions], words).join('\n'),
      terms: termsOf(embedded, words).join(' '),
      embedded,
    };
  });
}

function cuesOf(
  texts: readonly string[],
  words: Map<string, readonly string[]>,
): readonly string[] {
  return [...new Set(texts.map((text) => termsOf(text, words).join(' ')))].filter(
    (cue) => cue !== '',
  );
}

/** A word of the title or of an owner's question tells twice as much as one of the body. */
function weightedText(
  { title }: Article,
  { headings, plain }: ArticlePassage,
  questions: readonly string[],
): string {
  return [title, title, ...headings.slice(1), ...questions, ...questions, plain].join('\n');
}

export function passageTable(
  rows: readonly PassageRow[],
  vectors: readonly ArrayLike<number>[],
): Table {
  const { Field, FixedSizeList, Float32, makeData } = loadArrow();
  const width = vectors[0]?.length ?? 0;
  const values = new Float32Array(rows.length * width);
  vectors.forEach((vector, at) => {
    values.set(vector, at * width);
  });
  const item = makeData({ type: new Float32(), length: values.length, nullCount: 0, data: values });
  const type = new FixedSizeList(width, new Field('item', new Float32(), true));
  const vector = makeData({ type, length: rows.length, nullCount: 0, child: item });
  return tableOf(
    [...textFields(passageColumns), new Field('vector', type, false)],
    [...textColumns(rows, passageColumns), vector],
  );
}

export function articleTable(rows: readonly StoredArticle[]): Table {
  return tableOf(textFields(articleColumns), textColumns(rows, articleColumns));
}

function textFields(names: readonly string[]): Field[] {
  const { Field, Utf8 } = loadArrow();
  return names.map((name) => new Field(name, new Utf8(), false));
}

function textColumns<Name extends string>(
  rows: readonly Readonly<Record<Name, string>>[],
  names: readonly Name[],
): Data[] {
  const { Utf8, vectorFromArray } = loadArrow();
  return names.flatMap(
    (name) =>
      vectorFromArray(
        rows.map((row) => row[name]),
        new Utf8(),
      ).data,
  );
}

function tableOf(fields: Field[], columns: Data[]): Table {
  const { makeData, RecordBatch, Schema, Struct, Table } = loadArrow();
  const schema = new Schema(fields);
  const length = columns[0]?.length ?? 0;
  const data = makeData({ type: new Struct(fields), length, nullCount: 0, children: columns });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

const headingsSchema = z.array(z.string());

/** A passage as the index found it, with what ranking needs. */
export type FoundRow = Omit<Passage, 'score'> & {
  readonly audience: string;
  readonly cues: readonly (readonly string[])[];
  readonly terms: readonly string[];
};

/** `read` gives a column's value. Each search reads a hundred rows: a schema for each costs more than they. */
export function readFoundRow(read: (column: PassageColumn) => string): FoundRow {
  return {
    id: read('id'),
    article: read('article'),
    title: read('title'),
    headings: headingsSchema.parse(JSON.parse(read('headings'))),
    anchor: read('anchor'),
    url: read('url') || null,
    audience: read('audience'),
    text: read('text'),
    cues: read('cues')
      .split('\n')
      .map((cue) => cue.split(' ')),
    terms: read('terms').split(' '),
  };
}
