/** Exchanges as a file for a spreadsheet or a pipeline. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Kysely } from 'kysely';
import type { People } from '../desk/ports.ts';
import type { Schema } from '../records/schema.ts';
import type { Write } from '../records/writer.ts';
import { type ExchangeRow, readExchanges } from './exchanges.ts';
import type { Period } from './period.ts';

export type ExportFormat = 'csv' | 'jsonl';

export interface ExportRequest extends Period {
  readonly path: string;
  readonly format: ExportFormat;
  /** Who asked for it, for the audit. */
  readonly by: string;
  readonly now: number;
}

/** Where exchanges are read and the export is written down. */
export interface ExportPorts {
  readonly db: Kysely<Schema>;
  readonly write: Write;
  readonly note: People['note'];
}

/**
 * Writes the file whole or not at all, and remembers its path, so that a person can be erased from
 * it later. Resolves to the number of exchanges.
 */
export async function exportExchanges(ports: ExportPorts, request: ExportRequest): Promise<number> {
  const rows = await writeExchanges(ports.db, request);
  const { path, format, since, until, now } = request;
  const remembered = { format, since, until, at: now };
  await ports.write((trx) =>
    trx
      .insertInto('exports')
      .values({ path, ...remembered })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(remembered))
      .execute(),
  );
  await ports.note({
    at: now,
    actor: request.by,
    action: `exported ${rows} exchanges`,
    subject: path,
  });
  return rows;
}

/** Writes beside the file and renames, so that nobody reads half of it. */
export async function writeExchanges(
  db: Kysely<Schema>,
  { path, format, since, until }: Pick<ExportRequest, 'path' | 'format' | 'since' | 'until'>,
): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.part`;
  let rows = 0;
  const records = async function* () {
    for await (const exchange of readExchanges(db, { since, until })) {
      rows += 1;
      yield format === 'csv' ? toCells(exchange) : `${JSON.stringify(toDocument(exchange))}\n`;
    }
  };
  const file = createWriteStream(unfinished, { mode: 0o600 });
  const source = Readable.from(records());
  if (format === 'csv') await pipeline(source, stringify(csvOptions), file);
  else await pipeline(source, file);
  await rename(unfinished, path);
  return rows;
}

function toDocument(row: ExchangeRow) {
  const feeling = JSON.parse(row.feeling);
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    channel: row.channel,
    conversation: row.conversation_id,
    customer: row.customer_id,
    question: row.question,
    answer: row.answer,
    outcome: row.outcome,
    rule: row.rule,
    reason: row.reason,
    feeling: feeling.label,
    upset: feeling.upset,
    trend: feeling.trend,
    confidence: row.confidence,
    citations: JSON.parse(row.citations) as { article: string; heading: string }[],
    latencyMs: row.latency_ms,
    mark: row.mark,
  };
}

function toCells(row: ExchangeRow): readonly (string | number)[] {
  const document = toDocument(row);
  const sources = document.citations.map(({ article, heading }) => `${article} # ${heading}`);
  return columns.map((column) =>
    column === 'citations' ? sources.join('; ') : (document[column] ?? ''),
  );
}

const columns = [
  'id',
  'at',
  'channel',
  'conversation',
  'customer',
  'question',
  'answer',
  'outcome',
  'rule',
  'reason',
  'feeling',
  'upset',
  'trend',
  'confidence',
  'citations',
  'latencyMs',
  'mark',
] as const;

/** `escape_formulas`: a question that begins with "=" must not run in a spreadsheet. */
const csvOptions = { header: true, columns: [...columns], escape_formulas: true, bom: true };
