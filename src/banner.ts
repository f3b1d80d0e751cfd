/** What the start-up says: what is on, what is off, and how to turn it on. */
import type { Config } from './config.ts';
import { isLoopback } from './desk/loopback.ts';
import type { KnowledgeStatus } from './desk/ports.ts';
import { printable } from './desk/printable.ts';

interface Started extends KnowledgeStatus {
  readonly url: string;
  readonly token: string;
  readonly readyMs: number;
  /** Whether Slack can bring events; meaningless where it is not configured. */
  readonly slackConnected: boolean;
}

export function describeStart(config: Config, started: Started): string {
  const { url, articles, passages } = started;
  const base = config.publicUrl ?? url;
  // A token that somebody chose is known to them; only one made here is shown, to be found at all.
  const desk = config.deskToken
    ? `${base}/desk  (sign in with your DESK_TOKEN)`
    : `${base}/desk#token=${started.token}`;
  const source = config.ownHelpCentre
    ? `${articles} articles of Earshot's own help centre; KNOWLEDGE_DIR=folder serves yours`
    : `${articles} articles, ${passages} passages from ${config.knowledgeDir}`;
  return [
    '',
    `Earshot is ready (${(started.readyMs / 1000).toFixed(1)} s).`,
    '',
    `  Chat  ${base}/`,
    `  Desk  ${desk}`,
    '',
    '  on   Web chat and agent desk',
    `  on   Articles: ${source}`,
    '  on   Answers: taken from the articles on this machine, with their source',
    `  on   Records: ${config.dataDir}/earshot.db`,
    ...hoursLine(config),
    ...fallbackLine(config),
    networkLine(config),
    ...slackLines(config, started),
    '  off  Discord and generated answers: not part of this version yet',
    ...unusedLine(config),
    ...faultLines(started),
    '',
    "  People: npm run -s earshot -- desk invite NAME --role agent   makes a colleague's link",
    '',
  ].join('\n');
}

function hoursLine({ policy }: Config): string[] {
  return policy.hours
    ? ['  on   Hours: from desk.yaml']
    : ['  off  Hours: write `hours:` in desk.yaml, and customers hear when people are here'];
}

function fallbackLine({ policy }: Config): string[] {
  return policy.fallback
    ? ['  on   Fallback contact: from desk.yaml']
    : ['  off  Fallback contact: write `fallback:` in desk.yaml for when nobody can be notified'];
}

function networkLine({ host }: Config): string {
  return isLoopback(host)
    ? `  off  Network: listening on ${host} only; set DESK_TOKEN and HOST=0.0.0.0 to open it`
    : `  on   Network: listening on ${host}`;
}

function slackLines({ slack, policy, ownHelpCentre }: Config, started: Started): string[] {
  if (slack === null) {
    return [
      '  off  Slack: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; the article "Connecting Slack" shows how',
    ];
  }
  const { channels, triage, agents } = policy.slack;
  const count = Object.keys(channels).length;
  const mode = slack.events.kind === 'socket' ? 'Socket Mode' : 'HTTP mode at /slack/events';
  const where = count === 0 ? 'where it is mentioned' : `${count} channel${count === 1 ? '' : 's'}`;
  const call = triage === undefined ? 'nobody is called' : `agents called in ${triage}`;
  const missing = [
    ...(ownHelpCentre
      ? [
          'answers agents only: customers should not get Earshot’s own manual; KNOWLEDGE_DIR=folder serves yours',
        ]
      : []),
    ...(triage === undefined ? ['agents are not called there: write `slack: triage:`'] : []),
    ...(agents === undefined ? ['nobody is an agent there: write `slack: agents:`'] : []),
  ];
  if (!started.slackConnected) {
    missing.unshift(
      'NOT CONNECTED: it is tried on and on; npm run -s earshot -- doctor   finds out why',
    );
  }
  return [
    `  ${started.slackConnected ? 'on   ' : 'wait '}Slack: ${mode}, ${where}, ${call}`,
    ...missing.map((words) => `         ${words}`),
  ];
}

function unusedLine({ unused }: Config): string[] {
  return unused.length > 0 ? [`       set but not used yet: ${unused.join(', ')}`] : [];
}

function faultLines({ faults }: Started): string[] {
  if (faults.length === 0) return [];
  const list = faults.slice(0, 10).map(({ file, line, problem, remedy }) => {
    return printable(`    ${file}${line === null ? '' : `:${line}`}: ${problem}. ${remedy}`);
  });
  const rest =
    faults.length > 10
      ? [`    and ${faults.length - 10} more: npm run -s earshot -- knowledge check`]
      : [];
  return ['', `  ${faults.length} article(s) could not be read and are skipped:`, ...list, ...rest];
}
