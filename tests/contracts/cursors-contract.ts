import { expect, test } from 'vitest';
import type { OpenRecords } from './records-contract.ts';

export function cursorsContract(open: OpenRecords): void {
  test('knows nothing of a place that was never heard', async () => {
    const { cursors } = await open();
    expect(await cursors.read('slack', 'C1')).toBeUndefined();
  });

  test('keeps the last one of each place of each channel, for every process', async () => {
    const records = await open();
    await records.cursors.keep('slack', 'C1', '1');
    await records.cursors.keep('slack', 'C1', '2');
    await records.cursors.keep('slack', 'C2', '3');
    await records.cursors.keep('discord', 'C1', '4');
    const { cursors } = await records.beside();
    expect(await cursors.read('slack', 'C1')).toBe('2');
    expect(await cursors.read('slack', 'C2')).toBe('3');
    expect(await cursors.read('discord', 'C1')).toBe('4');
  });
}
