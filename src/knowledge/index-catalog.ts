/** Which generation of the index is in force, and what made it. */
import type { Connection } from '@lancedb/lancedb';
import { z } from 'zod';

const catalogSchema = z.object({ generation: z.string(), made: z.string() });

export type Catalog = Readonly<z.infer<typeof catalogSchema>>;

/** Undefined where there is none, or it cannot be read. */
export async function readCatalog(connection: Connection): Promise<Catalog | undefined> {
  try {
    const table = await connection.openTable(catalogTable);
    const rows = await table.query().limit(1).toArray();
    return rows.map((row) => catalogSchema.parse(row))[0];
  } catch {
    return undefined;
  }
}

export async function writeCatalog(connection: Connection, catalog: Catalog): Promise<void> {
  const write = () => connection.createTable(catalogTable, [{ ...catalog }], { mode: 'overwrite' });
  try {
    await write();
  } catch {
    // What lies there cannot even be overwritten.
    await connection.dropTable(catalogTable);
    await write();
  }
}

const catalogTable = 'catalog';
