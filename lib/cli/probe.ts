import type { ProbedClass, ProbeReport } from '../index.js';
import { type BackendChoice, openSession } from './backend.js';
import { formatHresult } from './format.js';
import { type ExitCode, exitCodes, type Output } from './output.js';

export interface ProbeOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** `winprogress probe`: lists the COM classes and the HRESULT of their activation. */
export async function probe({ backend, json }: ProbeOptions, output: Output): Promise<ExitCode> {
  await using session = await openSession(backend);
  const report = await session.connection.probe();
  if (json) output.writeRecord({ type: 'probe', ...report });
  else for (const line of formatReport(report)) output.print(line);
  return exitCodes.done;
}

function formatReport({ backend, platform, architecture, classes }: ProbeReport): string[] {
  const rows = [['family', 'class', 'CLSID', 'result'], ...classes.map(toRow)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [`backend ${backend} on ${platform}-${architecture}`, '', ...lines];
}

function toRow({ family, name, clsid, available, code, hresult }: ProbedClass): string[] {
  return [family, name, clsid, available ? 'available' : `${code} (${formatHresult(hresult)})`];
}
