/** `doctor`: looks at everything the bot needs, and names a remedy for each fault. */
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { Command } from 'commander';
import { type Config, loadConfig } from '../config.ts';
import { advice, type Finding, fault, ok } from '../desk/finding.ts';
import { isLoopback } from '../desk/loopback.ts';
import { createKnowledge } from '../knowledge/knowledge.ts';
import { openRecords, type Records } from '../records/open.ts';
import { checkSlack } from './doctor-slack.ts';
import { type Format, print } from './output.ts';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check configuration, records, articles and Slack, each with its remedy')
    .option('--json', 'print one JSON document')
    .action(doctor);
}

async function doctor(format: Format): Promise<void> {
  const config = loadConfig();
  const findings = [
    ok('configuration', 'the environment, .env and desk.yaml are valid'),
    checkFolder(config),
    ...(await checkRecords(config)),
    ...(await checkArticles(config)),
    await checkPort(config),
    ...checkPolicy(config),
    ...(await checkSlack(config)),
    ...checkLater(config),
  ];
  const faults = findings.filter(({ state }) => state === 'fault').length;
  print(format, { ok: faults === 0, findings }, () => [
    ...findings.map(({ check, state, detail, remedy }) => {
      const line = `${marks[state]} ${check}: ${detail}`;
      return remedy ? `${line}\n    ${remedy}` : line;
    }),
    '',
    faults === 0 ? 'Earshot can run.' : `${faults} fault(s) to mend.`,
  ]);
  if (faults > 0) process.exitCode = 1;
}

const marks = { ok: '  ok    ', advice: '  advice', fault: '  FAULT ' };
const leastFreeBytes = 200 * 1024 * 1024;

function checkFolder({ dataDir }: Config): Finding {
  const check = 'data folder';
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
    const { bavail, bsize } = statfsSync(dataDir);
    if (bavail * bsize >= leastFreeBytes) return ok(check, dataDir);
    return advice(check, `less than 200 MB are free at ${dataDir}`, 'Free some space');
  } catch {
    return fault(check, `${dataDir} cannot be written`, 'Set DATA_DIR to a folder of yours');
  }
}

async function checkRecords(config: Config): Promise<Finding[]> {
  let records: Records | undefined;
  try {
    records = await openRecords({ dataDir: config.dataDir, now: Date.now });
    const agents = await records.people.list();
    const colleagues = agents.filter(
      ({ role, revokedAt }) => role !== 'administrator' && !revokedAt,
    );
    return [
      ok('records', `${config.dataDir}/earshot.db opens and is up to date`),
      colleagues.length > 0
        ? ok('people', `${colleagues.length} beside the administrator, as desk list shows`)
        : advice(
            'people',
            'nobody but the administrator can work at the desk',
            'npm run -s earshot -- desk invite NAME',
          ),
    ];
  } catch (error) {
    return [fault('records', words(error), 'Stop what holds the file, or restore a backup')];
  } finally {
    await records?.close();
  }
}

async function checkArticles(config: Config): Promise<Finding[]> {
  try {
    const folder = config.knowledgeDir;
    const knowledge = await createKnowledge({ folder, indexUri: config.indexUri });
    await knowledge.ready;
    await knowledge.search({ text: 'how does it work', audience: 'customers', limit: 1 });
    const { articles, passages, faults } = knowledge.status();
    await knowledge.close();
    const counted = `${articles} articles, ${passages} passages, and a search works`;
    return [
      articles > 0
        ? ok('articles', counted)
        : fault('articles', `none in ${folder}`, 'Write one: a .md file with a heading and text'),
      ...faults.map(({ file, line, problem, remedy }) =>
        fault('article', `${file}${line === null ? '' : `:${line}`}: ${problem}`, remedy),
      ),
    ];
  } catch (error) {
    return [fault('articles', words(error), 'Delete DATA_DIR/index; it is made again')];
  }
}

async function checkPort({ host, port }: Config): Promise<Finding> {
  const check = 'port';
  const taken = await new Promise<boolean>((resolve) => {
    const server = createServer()
      .once('error', () => resolve(true))
      .once('listening', () => server.close(() => resolve(false)));
    server.listen(port, host);
  });
  return taken
    ? advice(check, `${host}:${port} is in use`, 'Fine where Earshot runs already; else set PORT')
    : ok(check, `${host}:${port} is free`);
}

function checkPolicy({ policy, publicUrl, host, ownHelpCentre }: Config): Finding[] {
  const articles = 'the bot answers from its own help centre';
  const opened = !isLoopback(host) && publicUrl === null;
  return [
    policy.hours
      ? ok('hours', 'customers hear when people are here')
      : advice('hours', 'customers are told no hours', 'Write `hours:` in desk.yaml'),
    policy.fallback
      ? ok('fallback', 'there is a contact for when nobody can be notified')
      : advice('fallback', 'there is no other contact', 'Write `fallback:` in desk.yaml'),
    ...(ownHelpCentre ? [advice('articles', articles, 'Set KNOWLEDGE_DIR to your folder')] : []),
    ...(opened
      ? [advice('address', 'links of the chat have no public address', 'Set PUBLIC_URL')]
      : []),
  ];
}

function checkLater({ unused }: Config): Finding[] {
  return unused.map((name) =>
    advice('setting', `${name} is set, but this version does not use it yet`, 'Leave it out'),
  );
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
