/**
 * Processes told apart by more than their number, which the system gives away again: a number and when the process with it
 * began. Where neither /proc nor `ps` tells, nothing is known, and nobody is taken for another.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const isLinux = process.platform === 'linux';

/**
 * What tells a running process from a later one with its number.
 *
 * @param {number} id
 * @returns {string | null} null: there is none, or nothing is known of it
 */
export function processMark(id) {
  try {
    if (!isLinux)
      return (
        execFileSync('ps', ['-o', 'lstart=,comm=', '-p', String(id)], { encoding: 'utf8' }).trim() || null
      );
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const { name, fields } = readStat(id);
    // A zombie has ended, and waits only to be taken note of.
    return fields[0] === 'Z' ? null : `${boot} ${fields[19]} ${name}`;
  } catch {
    return null;
  }
}

/**
 * The children of this process that run a program of this name.
 *
 * @param {string} name
 * @returns {number[]} their numbers
 */
export function childrenNamed(name) {
  const all = isLinux ? fromProc() : fromPs();
  return all.filter((child) => child.parent === process.pid && child.name.includes(name)).map(({ id }) => id);
}

function fromProc() {
  const ids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return ids.flatMap((id) => {
    try {
      const stat = readStat(id);
      return { id: Number(id), parent: Number(stat.fields[1]), name: stat.name };
    } catch {
      // It has ended since the list was made.
      return [];
    }
  });
}

function fromPs() {
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
      .trim()
      .split('\n');
    return lines.map((line) => {
      const [id, parent, ...name] = line.trim().split(/\s+/);
      return { id: Number(id), parent: Number(parent), name: name.join(' ') };
    });
  } catch {
    return [];
  }
}

/** The name of a process and the fields after it: state, parent, and so on, as proc(5) numbers them from 3. */
function readStat(id) {
  const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
  const end = stat.lastIndexOf(')');
  return { name: stat.slice(stat.indexOf('(') + 1, end), fields: stat.slice(end + 2).split(' ') };
}
