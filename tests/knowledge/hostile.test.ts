import { expect, test } from 'vitest';
import { createExtractiveAnswerer } from '../../src/answering/extractive.ts';
import { hasNaughtyStrings, readNaughtyStrings, whyNoEvalData } from '../eval-data.ts';
import { articleFolder, openKnowledge } from './article-folder-fixture.ts';

test.skipIf(!hasNaughtyStrings)(
  `strings that break software are indexed, found and quoted like any other (${whyNoEvalData})`,
  async () => {
    const strings = readNaughtyStrings();
    const articles = strings.map((text, at): [string, string] => [
      `n${at}.md`,
      `# ${text.replaceAll('\n', ' ')}\n\n${text}\n\nMarker${at}.\n`,
    ]);
    const knowledge = await openKnowledge(articleFolder(Object.fromEntries(articles)));
    const { added, faults } = await knowledge.ready;
    expect(added.length + faults.length).toBe(strings.length);
    const answerer = createExtractiveAnswerer({ publicUrl: null });
    for (const text of strings) {
      const found = await knowledge.search({
        text,
        context: text,
        audience: 'customers',
        limit: 8,
      });
      const draft = await answerer.draft(
        { text, context: text, feeling: calm, channel: 'web' },
        found,
      );
      expect(draft.text === '').toBe(draft.citations.length === 0);
      expect(draft.confidence).toBeGreaterThanOrEqual(0);
      expect(draft.confidence).toBeLessThanOrEqual(1);
    }
    const last = `marker${strings.length - 1}`;
    const { passages } = await knowledge.search({ text: last, audience: 'customers', limit: 3 });
    expect(passages[0]?.article).toBe(`n${strings.length - 1}`);
  },
);

const calm = {
  label: 'calm',
  intensity: 0,
  trend: 'steady',
  scores: { confusion: 0, disappointment: 0, frustration: 0, anger: 0 },
  upset: 0,
} as const;
