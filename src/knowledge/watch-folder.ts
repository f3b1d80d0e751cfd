/** Events make a saved article quick; the scan makes it certain, where a file system sends none. */
import { watch as watchFiles } from 'chokidar';
import type { SyncReport } from './sync-articles.ts';

const quietMs = 150;
const scanMs = 30_000;

/** Syncs soon after each event and from time to time. Returns the way to stop. */
export function watchFolder(
  folder: string,
  sync: () => Promise<SyncReport>,
  onSync: (result: SyncReport | Error) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const run = () => {
    timer = null;
    sync().then(onSync, (error: unknown) => {
      onSync(error instanceof Error ? error : new Error(String(error)));
    });
  };
  const soon = () => {
    if (!stopped) timer ??= setTimeout(run, quietMs);
  };
  const files = watchFiles(folder, {
    ignoreInitial: true,
    ignored: (path) => /[/\\]\.[^/\\]+$/.test(path.slice(folder.length)),
  });
  files.on('all', soon).on('error', soon);
  const scan = setInterval(soon, scanMs);
  scan.unref();
  return async () => {
    stopped = true;
    clearInterval(scan);
    if (timer !== null) clearTimeout(timer);
    await files.close();
  };
}
