import type { BitsAvailability, ProbedClass, ProbeReport } from '../index.js';

import { type BackendChoice, openSession } from './backend.js';
import { describeError, toFailureRecord } from './errors.js';
import { formatHresult } from './format.js';
import { type ExitCode, exitCodes, type Output } from './output.js';

export interface ProbeOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
  /** Whether to create a job and cancel it, to find out whether BITS can be used. */
  readonly trial?: boolean | undefined;
}

/** Runs `winprogress probe`: lists the COM classes and the HRESULT of their activation, and whether BITS can be used. */
export async function probe({ backend, json, trial = false }: ProbeOptions, output: Output): Promise<ExitCode> {
  await using session = await openSession(backend);
  const report = await session.connection.probe();
  const bits = await session.connection.bits.availability({ trial });
  if (json) output.writeRecord({ type: 'probe', ...report, bits: toRecord(bits) });
  else for (const line of [...formatReport(report), '', describeAvailability(bits)]) output.print(line);
  return exitCodes.done;
}

function toRecord({ usable, reason, error, interfaces, version }: BitsAvailability): object {
  return { usable, reason, error: error === null ? null : toFailureRecord(error), interfaces, version };
}

function describeAvailability({ usable, reason, error, version }: BitsAvailability): string {
  if (!usable) return `BITS cannot be used (${reason}): ${error === null ? '' : describeError(error)}`;
  return version === null ? 'BITS can be used' : `BITS ${version} can be used: a job was created and cancelled`;
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
