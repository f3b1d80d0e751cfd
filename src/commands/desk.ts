/** `desk …`: who may work at the desk. */
import { Command, Option } from 'commander';
import type { Agent, Role } from '../desk/agents.ts';
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
    .command('list')
    .description('who has a link, and who is here')
    .option('--json', 'print one JSON document')
    .action(list);
  return desk;
}

async function invite(name: string, options: Format & { readonly role: Role }): Promise<void> {
  const called = name.trim();
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .'’-]{0,39}$/u.test(called)) {
    throw new WrongCall('A name has 1 to 40 letters, figures, spaces, dots or hyphens.');
  }
  await withRecords(async ({ people }, config) => {
    const known = (await people.list()).find((agent) => isSameName(agent.name, called));
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

/** Two people whose names customers cannot tell apart would be one to them. */
function isSameName(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase();
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
            ['name', 'role', 'link', 'now'],
            agents.map((agent) => [
              agent.name,
              agent.role,
              agent.revokedAt === null ? 'valid' : 'revoked',
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
