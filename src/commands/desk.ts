/** `desk …`: who may work at the desk. */
import { Command, Option } from 'commander';
import { type Agent, isSameName, type Role } from '../desk/agents.ts';
import type { Identities } from '../desk/ports.ts';
import { isPresent } from '../desk/present.ts';
import { operator } from './operator.ts';
import { type Format, print, table, WrongCall } from './output.ts';
import { withRecords } from './with-records.ts';

export function deskCommand(): Command {
  const desk = new Command('desk').description('the people of the desk');
  desk
    .command('invite')
    .description("make a person's link; an earlier one of the same name ceases to work")
    .argument('<name>', 'as customers see it')
    .addOption(
      new Option('--role <role>', 'what they may do').choices(['agent', 'owner']).default('agent'),
    )
    .option('--json', 'print one JSON document')
    .action(invite);
  desk
    .command('revoke')
    .description("end a person's link at once")
    .argument('<name>')
    .option('--json', 'print one JSON document')
    .action(revoke);
  desk
    .command('link')
    .description('make a Slack account theirs, and with it the cases that it holds')
    .argument('<name>', 'as `desk list` writes it')
    .requiredOption('--slack <id>', 'the member id of their account')
    .option('--json', 'print one JSON document')
    .action(link);
  desk
    .command('list')
    .description('who has access, and who is here')
    .option('--json', 'print one JSON document')
    .action(list);
  return desk;
}

async function invite(name: string, options: Format & { readonly role: Role }): Promise<void> {
  const called = name.trim();
  await withRecords(async ({ people }, config) => {
    const known = (await people.list()).find((agent) => isSameName(agent.name, called));
    // Platforms have names that nobody would be given here.
    if (!known && !/^[\p{L}\p{N}][\p{L}\p{N} .'’-]{0,39}$/u.test(called)) {
      throw new WrongCall('A name has 1 to 40 letters, figures, spaces, dots or hyphens.');
    }
    if (known?.role === 'administrator') {
      throw new WrongCall(`${called} is the administrator's name. Choose another one.`);
    }
    if (known && known.name !== called) {
      throw new WrongCall(
        `There is a ${known.name} already. Write the name so, or choose another.`,
      );
    }
    const token = await people.invite(called, options.role, operator());
    const base = config.publicUrl ?? `http://127.0.0.1:${config.port}`;
    const link = `${base}/desk#token=${token}`;
    print(options, { name: called, role: options.role, link }, () => [
      `${called} can work at the desk as ${options.role} with this personal link:`,
      '',
      `  ${link}`,
      '',
      `It is shown only once. Revoke it: npm run -s earshot -- desk revoke "${called}"`,
    ]);
  });
}

async function link(name: string, options: Format & { readonly slack: string }): Promise<void> {
  const called = name.trim();
  const account = options.slack.trim();
  if (!/^[UW][A-Z0-9]{2,}$/.test(account)) {
    throw new WrongCall(
      'The id of a Slack account begins with U or W: in Slack, open the profile, then ⋮, then "Copy member ID".',
    );
  }
  await withRecords(async ({ people }) => {
    const linked = await people.link(called, 'slack', account, operator());
    print(options, { name: called, slack: account, linked: linked === 'linked' }, () => [
      sayLinked(linked, called, account),
    ]);
    if (linked !== 'linked') process.exitCode = 1;
  });
}

function sayLinked(
  linked: Awaited<ReturnType<Identities['link']>>,
  name: string,
  account: string,
): string {
  switch (linked) {
    case 'linked':
      return `${account} is ${name} in Slack now, and has the cases that it held.`;
    case 'nobody':
      return `Nobody called ${name} has access. Invite them first: npm run -s earshot -- desk invite "${name}"`;
    case 'somebody_else':
      return `${account} is the account of a colleague with a link of their own. Revoke that link first if it is wrong.`;
  }
}

async function revoke(name: string, options: Format): Promise<void> {
  await withRecords(async ({ people }) => {
    const revoked = await people.revoke(name.trim(), operator());
    print(options, { name, revoked }, () => [
      revoked ? `${name} has no access any more.` : `Nobody called ${name} has a link.`,
    ]);
    if (!revoked) process.exitCode = 1;
  });
}

async function list(options: Format): Promise<void> {
  await withRecords(async ({ people }) => {
    const agents = await people.list();
    print(options, agents, () =>
      agents.length === 0
        ? [
            'Nobody yet. Start the bot, or invite: npm run -s earshot -- desk invite NAME --role agent',
          ]
        : table(
            ['name', 'role', 'access', 'now'],
            agents.map((agent) => [
              agent.name,
              agent.role,
              agent.revokedAt === null ? 'yes' : 'revoked',
              describePresence(agent),
            ]),
          ),
    );
  });
}

function describePresence(agent: Agent): string {
  if (isPresent(agent, Date.now())) return 'at the desk';
  return agent.away ? 'away' : 'not here';
}
