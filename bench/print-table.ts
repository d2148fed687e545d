/** Prints rows as a Markdown table on stdout, columns in the order of the first row's keys. */
export function printTable(rows: readonly object[]): void {
  const first = rows[0];
  if (first === undefined) return;
  const names = Object.keys(first);
  const cell = (value: unknown) =>
    (typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(1) : String(value ?? ''))
      .replaceAll('|', '\\|')
      .replaceAll('\n', ' ');
  const lines = [
    names,
    names.map(() => '---'),
    ...rows.map((row) => names.map((name) => cell((row as Record<string, unknown>)[name]))),
  ];
  process.stdout.write(`${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`);
}
