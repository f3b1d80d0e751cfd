/** A call that failed, as a finding. */
import { PlatformBusy } from '../../../desk/deliveries.ts';
import { advice, type Finding, fault } from '../../../desk/finding.ts';
import { SlackRefusal } from '../slack-api.ts';

/** By Slack's own word for what is wrong; `other` for all else. */
export type Remedies = Readonly<Record<string, string>> & { readonly other: string };

/** A finding where `look` fails: Slack refused, asks to wait or cannot be reached. */
export async function orFinding(
  check: string,
  remedies: Remedies,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [findingOf(check, remedies, error)];
  }
}

export function findingOf(check: string, remedies: Remedies, error: unknown): Finding {
  if (error instanceof SlackRefusal) {
    const { code } = error;
    const remedy = remedies[code] ?? everywhere[code] ?? remedies.other;
    return fault(check, `Slack says “${code}”`, remedy);
  }
  if (error instanceof PlatformBusy) {
    return advice(check, 'Slack asks to wait', 'Run doctor again in a minute');
  }
  const reason = error instanceof Error ? error.message : String(error);
  return fault(check, reason.replace('[slack] ', ''), unreachable);
}

export const installAgain =
  'Add what docs/slack-manifest.yaml asks for under "OAuth & Permissions", and install the app again';

const everywhere: Readonly<Record<string, string>> = { missing_scope: installAgain };

const unreachable =
  'Look at the network between this machine and slack.com, at SLACK_API_URL, and at slack-status.com';
