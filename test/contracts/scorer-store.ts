/** What every scorer store owes. */
import { describe, expect, it } from 'vitest';
import type { ScorerStore } from '../../src/scoring/store/scorer-store.ts';
import { newExperiment } from './sample-trace.ts';

export function scorerStoreContract(name: string, create: () => ScorerStore): void {
  describe(`${name} as a scorer store`, () => {
    const scorer = () => ({ experimentId: newExperiment(), name: 'polite', within: null });

    it('counts versions from one and keeps their text to the letter', async () => {
      const store = create();
      const named = scorer();
      const first = await store.register({ ...named, serialized: '{"a": 1 }' }, 1000);
      const second = await store.register({ ...named, serialized: '{"a": 2 }' }, 2000);
      expect(first).toMatchObject({ version: 1, serialized: '{"a": 1 }', createdAtMs: 1000 });
      expect(second).toMatchObject({ version: 2, scorerId: first.scorerId });
      expect(await store.get(named, null)).toEqual(second);
      expect(await store.get(named, 1)).toEqual(first);
      expect(await store.get(named, 3)).toBeNull();
      expect(await store.getById(first.scorerId, 2)).toEqual(second);
      expect(await store.listVersions(named)).toEqual([first, second]);
      expect(await store.list(named.experimentId)).toEqual([second]);
    });

    it('gives fifty writers at once fifty versions', async () => {
      const store = create();
      const named = scorer();
      const made = await Promise.all(
        Array.from({ length: 50 }, () => store.register({ ...named, serialized: '{}' }, 1)),
      );
      expect(new Set(made.map(({ version }) => version)).size).toBe(50);
      expect(new Set(made.map(({ scorerId }) => scorerId)).size).toBe(1);
    });

    it('lists the newest of each by name, of one experiment or of all', async () => {
      const store = create();
      const experimentId = newExperiment();
      for (const one of ['b', 'a'])
        await store.register({ experimentId, name: one, serialized: '{}', within: null }, 1);
      expect((await store.list(experimentId)).map((one) => one.name)).toEqual(['a', 'b']);
      expect((await store.list(null)).length).toBeGreaterThanOrEqual(2);
      expect(await store.listExperimentsWith('a')).toContain(experimentId);
    });

    it('deletes one version, or all with their sampling', async () => {
      const store = create();
      const named = scorer();
      const { scorerId } = await store.register({ ...named, serialized: '1' }, 1);
      await store.register({ ...named, serialized: '2' }, 2);
      await store.setSampling(named, { sampleRate: 0.5, filter: null, sampledWithin: null });
      expect(await store.delete(named, 2)).toBe(1);
      expect((await store.get(named, null))?.version).toBe(1);
      expect(await store.listSampling([scorerId])).toHaveLength(1);
      expect(await store.delete(named, null)).toBe(1);
      expect(await store.delete(named, null)).toBe(0);
      expect(await store.get(named, null)).toBeNull();
      expect(await store.listSampling([scorerId])).toEqual([]);
    });

    it('keeps one sampling per scorer, under one id', async () => {
      const store = create();
      const named = scorer();
      expect(await store.setSampling(named, { sampleRate: 1, filter: null, sampledWithin: null })).toBeNull();
      const { scorerId } = await store.register({ ...named, serialized: '{}' }, 1);
      expect(await store.listSampling([scorerId])).toEqual([]);
      const first = await store.setSampling(named, {
        sampleRate: 0.2,
        filter: "status = 'OK'",
        sampledWithin: null,
      });
      const second = await store.setSampling(named, { sampleRate: 0, filter: null, sampledWithin: null });
      expect(first).toMatchObject({ scorerId, sampleRate: 0.2, filter: "status = 'OK'" });
      expect(second).toMatchObject({ samplingId: first?.samplingId, sampleRate: 0, filter: null });
      expect(await store.listSampling([scorerId, 'unknown'])).toEqual([second]);
    });

    it('lists what judges traces as they come: the newest version, with a rate above zero', async () => {
      const store = create();
      const named = scorer();
      await store.register({ ...named, serialized: '1' }, 1);
      await store.setSampling(named, { sampleRate: 0.2, filter: null, sampledWithin: null });
      await store.register({ ...named, serialized: '2' }, 2);
      const own = async () =>
        (await store.listSampled()).filter((one) => one.experimentId === named.experimentId);
      expect(await own()).toMatchObject([{ version: 2, serialized: '2', sampleRate: 0.2 }]);
      await store.setSampling(named, { sampleRate: 0, filter: null, sampledWithin: null });
      expect(await own()).toEqual([]);
    });

    it('F261 tells who set up what judges traces as they come', async () => {
      const store = create();
      const named = scorer();
      const { experimentId } = named;
      const setUpBy = async () =>
        (await store.listSampled())
          .filter((one) => one.experimentId === experimentId)
          .map(({ sampledWithin }) => sampledWithin);
      await store.register({ ...named, serialized: '1' }, 1);
      await store.setSampling(named, { sampleRate: 0.2, filter: null, sampledWithin: experimentId });
      expect(await setUpBy()).toEqual([experimentId]);
      await store.register({ ...named, serialized: '2' }, 2);
      expect(await setUpBy()).toEqual([experimentId]);
      await store.setSampling(named, { sampleRate: 0.3, filter: null, sampledWithin: null });
      expect(await setUpBy()).toEqual([null]);
      await store.register({ ...named, serialized: '3', within: experimentId }, 3);
      expect(await setUpBy()).toEqual([experimentId]);
    });
  });
}
