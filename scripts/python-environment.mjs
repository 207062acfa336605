/**
 * Python environments that prepare themselves: for the interop suite, and for the bench, which measures MLflow's own server.
 * Each is installed once, and again when its requirements change.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Installs the same packages in a fraction of pip's time. */
const installer = 'uv==0.13.8';

/**
 * A Python environment with the requirements of that name; without the venv module, a folder of packages.
 *
 * @param {string} name of `python/requirements-{name}.txt` in the suite's folder
 * @param {string} [suite] the suite's folder, absolute; the interop suite's when it is left out
 * @returns {Promise<{python: string, environment: Record<string, string>}>} what to run, and variables it needs
 * @throws when there is no Python, or the packages cannot be had
 */
export async function pythonEnvironment(name, suite = path.join(root, 'test/interop')) {
  const requirements = path.join(suite, 'python', `requirements-${name}.txt`);
  const folder = path.join(suite, '.environments', name);
  const marker = path.join(folder, '.installed');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const isInstalled = existsSync(marker) && readFileSync(marker, 'utf8') === digest;
  const python = path.join(folder, 'bin/python');
  if (!isInstalled) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const hasVenv = spawnSync('python3', ['-m', 'venv', folder]).status === 0;
    const target = hasVenv ? [] : ['--target', path.join(folder, 'packages')];
    const interpreter = hasVenv ? python : 'python3';
    await pipInstall(interpreter, [...target, installer]);
    if (hasVenv)
      await install(python, [
        '-m',
        'uv',
        'pip',
        'install',
        '--quiet',
        '--python',
        python,
        '-r',
        requirements,
      ]);
    else await pipInstall(interpreter, [...target, '-r', requirements]);
    writeFileSync(marker, digest);
  }
  return existsSync(python)
    ? { python, environment: {} }
    : { python: 'python3', environment: { PYTHONPATH: path.join(folder, 'packages') } };
}

async function pipInstall(python, parameters) {
  await install(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-compile',
    '--disable-pip-version-check',
    ...parameters,
  ]);
}

/** Runs an installer to its end; what it complains of is passed on. */
export async function install(command, parameters, cwd = root) {
  const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${command} ${parameters.join(' ')} failed`);
}
