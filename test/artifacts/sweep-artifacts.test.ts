import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createD1SweepPlace } from '../../src/artifacts/store/d1-sweep-place.ts';
import { createR2ArtifactStore } from '../../src/artifacts/store/r2-artifact-store.ts';
import { sweepArtifacts } from '../../src/artifacts/sweep-artifacts.ts';

const DAY_MS = 86_400_000;
const hex = (number: number): string => number.toString(16).padStart(32, '0');

describe('the sweep of artifacts', () => {
  it('F253 lists once in a run, however many experiments and artifacts there are, and comes to all', async () => {
    let lists = 0;
    const bucket = new Proxy(env.CONTENT, {
      get(target, property) {
        const member: unknown = Reflect.get(target, property);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]) => {
          if (property === 'list') lists++;
          return Reflect.apply(member, target, parameters);
        };
      },
    });
    const artifacts = createR2ArtifactStore({ bucket });
    let asked = 0;
    const services = {
      artifacts,
      artifactSweep: createD1SweepPlace({ database: env.REGISTRY }),
      // Every other trace is gone.
      traces: {
        async getInfos(ids: string[]) {
          asked++;
          return ids.filter((id) => /[02468ace]$/.test(id)).map((traceId) => ({ traceId }));
        },
      },
      now: () => Date.now() + 2 * DAY_MS,
    };
    const paths = Array.from(
      { length: 1040 },
      (_, number) => `${number % 40}/traces/tr-${hex(number)}/artifacts/attachments/a`,
    );
    const ofRun = `7/${hex(1)}/artifacts/model.bin`;
    for (let from = 0; from < paths.length; from += 80)
      await Promise.all(paths.slice(from, from + 80).map((path) => artifacts.put(path, new Uint8Array(1))));
    await artifacts.put(ofRun, new Uint8Array(1));

    const young = { ...services, now: Date.now };
    expect(await sweepArtifacts({ services: young })).toBe(0);
    expect(lists).toBe(1);
    await services.artifactSweep.set(null);
    lists = 0;
    const first = await sweepArtifacts({ services });
    // One question per experiment on the page: ids mean traces of their experiment.
    expect([lists, asked]).toEqual([1, 39]);
    const second = await sweepArtifacts({ services });
    expect(lists).toBe(2);
    expect(first + second).toBe(520);
    // And from the beginning again.
    expect(await sweepArtifacts({ services })).toBe(0);
    expect(await artifacts.get(ofRun)).not.toBeNull();
    expect(await artifacts.get(paths[2] ?? '')).not.toBeNull();
    expect(await artifacts.get(paths[1] ?? '')).toBeNull();
  });
});
