/** The commands. Exit code 0: done; 1: faults were found; 2: wrong call or configuration. */
import { Command, CommanderError } from 'commander';
import { askCommand } from './commands/ask.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { chatCommand } from './commands/chat.ts';
import { deskCommand } from './commands/desk.ts';
import { doctorCommand } from './commands/doctor.ts';
import { feelingCommand } from './commands/feeling.ts';
import { knowledgeCommand } from './commands/knowledge.ts';
import { WrongCall } from './commands/output.ts';
import { voiceCommand } from './commands/voice.ts';
import { ConfigError } from './config.ts';

async function run(words: readonly string[]): Promise<void> {
  const program = new Command('earshot')
    .description('A support bot that answers from your articles and fetches a person in time.')
    .showHelpAfterError('(npm run -s earshot -- --help lists the commands)')
    .exitOverride();
  for (const command of [
    askCommand(),
    chatCommand(),
    knowledgeCommand(),
    feelingCommand(),
    voiceCommand(),
    deskCommand(),
    backupCommand(),
    restoreCommand(),
    doctorCommand(),
  ]) {
    program.addCommand(command);
  }
  for (const command of [
    program,
    ...program.commands.flatMap((each) => [each, ...each.commands]),
  ]) {
    command.exitOverride();
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (error instanceof CommanderError) return;
    console.error(error instanceof Error ? error.message : error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof ConfigError || error instanceof WrongCall ? 2 : 1;
}

await run(process.argv.slice(2));
// A library's idle handle must not keep a finished command waiting.
process.exit();
