/** What the kernel says of a process: CPU time used and memory held. Linux only; elsewhere the facts are null. */
import { readFileSync, readdirSync } from 'node:fs';

/** USER_HZ, which Linux fixes at 100 for everything that reads /proc. */
const MILLISECONDS_PER_TICK = 10;

/** True where /proc tells of processes. */
export const processFactsKnown = process.platform === 'linux';

/** Ids of the children of this process. */
export function childProcesses() {
  if (!processFactsKnown) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => Number(statFields(id)?.[1]) === process.pid);
}

/** CPU milliseconds used so far, user and system. */
export function cpuMs(processId) {
  const fields = statFields(processId);
  if (fields === null) return Number.NaN;
  return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK;
}

/** Resident memory now and at its highest, in MB (10^6 bytes). */
export function memoryMb(processId) {
  if (!processFactsKnown) return { now: Number.NaN, peak: Number.NaN };
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const read = (name) => (Number(new RegExp(`${name}:\\s*(\\d+) kB`).exec(status)?.[1]) * 1024) / 1e6;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** The fields of /proc/<id>/stat after the command's name, or null when the process is gone. */
function statFields(processId) {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
