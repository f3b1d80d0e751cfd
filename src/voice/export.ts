/** Exchanges as a file for a spreadsheet or a pipeline. */
import { createWriteStream } from 'node:fs';
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
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
 * it later. Resolves to the number of exchanges. Throws where something else is at the path.
 */
export async function exportExchanges(ports: ExportPorts, request: ExportRequest): Promise<number> {
  const { path, now } = request;
  await refuseTaken(ports.db, path);
  // First, so that an erasure finds whatever a kill leaves behind.
  await remember(ports.write, request);
  const rows = await writeExchanges(ports.db, request);
  await ports.note({
    at: now,
    actor: request.by,
    action: `exported ${rows} exchanges`,
    subject: path,
  });
  return rows;
}

/** An export takes the place of an earlier one, and of nothing else. */
async function refuseTaken(db: Kysely<Schema>, path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  const earlier = await db
    .selectFrom('exports')
    .select('path')
    .where('path', '=', path)
    .executeTakeFirst();
  if (earlier && found.isFile()) return;
  const remedy = 'Name another file with --out';
  throw new Error(`[voice] cannot write ${path}: what is there is no earlier export. ${remedy}`);
}

async function remember(
  write: Write,
  { path, format, since, until, now }: ExportRequest,
): Promise<void> {
  const remembered = { format, since, until, at: now };
  await write((trx) =>
    trx
      .insertInto('exports')
      .values({ path, ...remembered })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(remembered))
      .execute(),
  );
}

type ExportFile = Pick<ExportRequest, 'path' | 'format' | 'since' | 'until'>;

/** Writes beside the file and renames, so that nobody reads half of it. */
export async function writeExchanges(db: Kysely<Schema>, file: ExportFile): Promise<number> {
  await mkdir(dirname(file.path), { recursive: true });
  await removeUnfinished(file.path);
  try {
    const rows = await writeUnfinished(db, file);
    await rename(unfinishedOf(file.path), file.path);
    return rows;
  } catch (error) {
    await removeUnfinished(file.path);
    throw error;
  }
}

/** What a kill left of an export that was being written. */
export async function removeUnfinished(path: string): Promise<void> {
  await rm(unfinishedOf(path), { force: true });
}

function unfinishedOf(path: string): string {
  return `${path}.part`;
}

async function writeUnfinished(
  db: Kysely<Schema>,
  { path, format, since, until }: ExportFile,
): Promise<number> {
  let rows = 0;
  const records = async function* () {
    for await (const exchange of readExchanges(db, { since, until })) {
      rows += 1;
      yield format === 'csv' ? toCells(exchange) : `${JSON.stringify(toDocument(exchange))}\n`;
    }
  };
  // A new file, never one that somebody put or linked there.
  const file = createWriteStream(unfinishedOf(path), { mode: 0o600, flags: 'wx' });
  const source = Readable.from(records());
  if (format === 'csv') await pipeline(source, stringify(csvOptions), file);
  else await pipeline(source, file);
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
