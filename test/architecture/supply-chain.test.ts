/** What runs on the machine of whoever installs Weir, and where it comes from. */
import { describe, expect, it } from 'vitest';

interface Manifest {
  scripts?: Record<string, string>;
}

interface Lock {
  packages: Record<
    string,
    {
      version?: string;
      link?: boolean;
      inBundle?: boolean;
      resolved?: string;
      integrity?: string;
      hasInstallScript?: boolean;
    }
  >;
}

const read = <Shape>(files: Record<string, string>): [string, Shape][] =>
  Object.entries(files).map(([file, text]) => [file.replace('../../', ''), JSON.parse(text) as Shape]);

const manifests = read<Manifest>(
  import.meta.glob<string>(['../../package.json', '../../{bench,widget,client}/package.json'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);
const locks = read<Lock>(
  import.meta.glob<string>(['../../package-lock.json', '../../bench/package-lock.json'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

/** Scripts that npm runs by itself when a package is installed or packed. */
const UNASKED = /^(?:pre|post)?(?:install|prepare|prepack|publish|prepublishOnly|pack)$|^dependencies$/;

describe('F259 the supply chain', () => {
  it('has manifests and locks', () => {
    expect(manifests.map(([file]) => file)).toContain('package.json');
    expect(locks.map(([file]) => file)).toContain('package-lock.json');
  });

  it.each(manifests)('%s runs nothing when it is installed', (_, { scripts = {} }) => {
    expect(Object.keys(scripts).filter((name) => UNASKED.test(name))).toEqual([]);
  });

  it.each(locks)('%s knows the digest of every package, and names no host', (_, { packages }) => {
    // What lies inside another package comes with that one's digest.
    const installed = Object.entries(packages).filter(
      ([place, { link, inBundle }]) => place !== '' && link !== true && inBundle !== true,
    );
    expect(installed.length).toBeGreaterThan(10);
    expect(installed.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('lets only known packages run something of their own at installation: they fetch or check their binary', () => {
    const [, { packages } = { packages: {} }] = locks.find(([file]) => file === 'package-lock.json') ?? [];
    const running = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([place]) => place);
    expect(running.toSorted()).toEqual(['node_modules/esbuild', 'node_modules/node', 'node_modules/workerd']);
  });
});
