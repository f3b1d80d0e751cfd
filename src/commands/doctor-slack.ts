/** What `doctor` finds on Slack. */
import type { Heard } from '../channels/slack/check/check-setup.ts';
import type { Config } from '../config.ts';
import type { Finding } from '../desk/finding.ts';
import { openRecords, type Records } from '../records/open.ts';

/** Loads what knows Slack only where it is configured. */
export async function checkSlack(config: Config): Promise<readonly Finding[]> {
  const { slack, policy, publicUrl, ownHelpCentre } = config;
  if (slack === null) return [];
  const { checkSlackSetup } = await import('../channels/slack/check/check-setup.ts');
  return checkSlackSetup({
    ...slack,
    policy: policy.slack,
    servesCustomers: !ownHelpCentre,
    publicUrl,
    heard: await readHeard(config),
  });
}

const mostConversations = 200;

async function readHeard({ dataDir }: Config): Promise<readonly Heard[]> {
  let records: Records | undefined;
  try {
    records = await openRecords({ dataDir, now: Date.now });
    const { conversations } = records;
    const recent = await conversations.list({ show: 'recent', limit: mostConversations });
    return recent
      .filter(({ channel }) => channel === 'slack')
      .map(({ address, messages }) => ({ address, at: messages.at(-1)?.at ?? 0 }));
  } catch {
    // Records that cannot be opened are a finding of their own.
    return [];
  } finally {
    await records?.close();
  }
}
