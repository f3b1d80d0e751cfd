/** The articles as the desk sees them: searched, served, and kept up to date with their folder. */
import { z } from 'zod';
import type { ArticleFault, Knowledge, ServedArticle } from '../desk/ports.ts';
import { rememberNewest } from '../desk/remember.ts';
import type { Audience, SearchQuery, SearchResult } from '../desk/types.ts';
import { LexicalEmbedder, type Rarity } from '../models/lexical-embedder.ts';
import { parseArticle } from './article.ts';
import { openPassageIndex, type PassageIndex } from './passage-index.ts';
import { searchPassages } from './search-passages.ts';
import { type PassageEmbedder, type SyncReport, syncArticles } from './sync-articles.ts';
import { withSyncLock } from './sync-lock.ts';
import { watchFolder } from './watch-folder.ts';

export interface KnowledgeOptions {
  /** The folder of articles. */
  readonly folder: string;
  /** Where the index lives: a folder, or an address of object storage. */
  readonly indexUri: string;
  /** Left out, the lexical embedder. */
  readonly embedder?: (rarityOf: Rarity) => PassageEmbedder;
}

export interface LiveKnowledge extends Knowledge {
  /** The first sync, begun on opening. Rejects where the folder cannot be read. */
  readonly ready: Promise<SyncReport>;
  /** A question for each article that this audience may read, featured ones first. */
  suggestions(audience: Audience): readonly string[];
  /** Brings the index to what the folder holds now. Syncs run one after another. */
  sync(): Promise<SyncReport>;
  /** Syncs whenever an article is saved, until stopped. `onSync` hears of every change and fault. */
  watch(onSync?: (result: SyncReport | Error) => void): () => Promise<void>;
  /** Waits for a sync under way. */
  close(): Promise<void>;
}

export async function createKnowledge(options: KnowledgeOptions): Promise<LiveKnowledge> {
  // The embedder weighs questions by the corpus, and the corpus is counted from the index.
  let index: PassageIndex | null = null;
  const rarityOf: Rarity = (term) => index?.corpus().rarityOf(term) ?? 1;
  const embedder = options.embedder?.(rarityOf) ?? new LexicalEmbedder({ rarityOf });
  const opened = await openPassageIndex({ uri: options.indexUri, embedderName: embedder.name });
  index = opened;
  const live: Live = { options, index: opened, embedder, faults: [], queue: Promise.resolve() };
  const ready = enqueueSync(live);
  // Whoever awaits it hears of a failure; nobody has to.
  ready.catch(() => {});
  const serve = rememberNewest(servedAtHand, readServed);
  return {
    ready,
    async search(query) {
      // Where there is an index of an earlier day, it answers even if the folder cannot be read.
      await ready.catch((error: unknown) => {
        if (opened.entries().length === 0) throw error;
      });
      return await searchOrMend(live, query);
    },
    async article(path, audience) {
      await ready.catch(() => {});
      const stored = await opened.stored(path);
      if (stored === undefined || (audience === 'customers' && stored.audience !== 'customers'))
        return undefined;
      return serve(JSON.stringify([path, stored.source]));
    },
    status: () => ({
      articles: opened.entries().length,
      passages: opened.corpus().passages,
      faults: live.faults,
    }),
    suggestions: (audience) =>
      opened
        .entries()
        .filter((entry) => audience === 'agents' || entry.audience === 'customers')
        .toSorted((a, b) => compare(b.featured, a.featured) || compare(a.path, b.path))
        .map((entry) => entry.opener),
    sync: () => enqueueSync(live),
    watch: (onSync) => watchFolder(options.folder, () => enqueueSync(live), onSync ?? (() => {})),
    async close() {
      await live.queue;
      opened.close();
    },
  };
}

/** Reading a long article takes a while, and anybody may ask for it again and again. */
const servedAtHand = 50;

function readServed(key: string): ServedArticle | undefined {
  const [path = '', source = ''] = z.array(z.string()).parse(JSON.parse(key));
  const { article } = parseArticle(`${path}.md`, source);
  return article === null ? undefined : { path, title: article.title, markdown: article.markdown };
}

interface Live {
  readonly options: KnowledgeOptions;
  readonly index: PassageIndex;
  readonly embedder: PassageEmbedder;
  faults: readonly ArticleFault[];
  /** Settles, never rejects, when the last sync asked for is over. */
  queue: Promise<unknown>;
}

function enqueueSync(live: Live): Promise<SyncReport> {
  const { folder, indexUri } = live.options;
  const turn = live.queue.then(async () => {
    const report = await withSyncLock(indexUri, () =>
      syncArticles({ folder, index: live.index, embedder: live.embedder }),
    );
    live.faults = report.faults;
    return report;
  });
  live.queue = turn.catch(() => {});
  return turn;
}

/** Another process may have swapped the index, or its files be damaged: both can be mended. */
async function searchOrMend(live: Live, query: SearchQuery): Promise<SearchResult> {
  const search = () => searchPassages(live.index, live.embedder, query);
  try {
    return await search();
  } catch {
    if (await live.index.reopen()) return await search();
  }
  try {
    await enqueueSync(live);
    return await search();
  } catch (cause) {
    const remedy = 'Delete the index folder; it is made again from the articles';
    throw new Error(`[knowledge] cannot search ${live.options.indexUri}. ${remedy}`, { cause });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
