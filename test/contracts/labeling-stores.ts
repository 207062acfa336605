/** What every store of labeling owes: schemas, sessions with their items and reviews, links. */
import { describe, expect, it } from 'vitest';
import { newTraceId, randomHex } from '../../src/core/ids.ts';
import type { LabelSchema } from '../../src/labeling/label-schema.ts';
import type { LabelingSession } from '../../src/labeling/labeling-session.ts';
import type { LabelSchemaStore } from '../../src/labeling/store/label-schema-store.ts';
import type { LabelingStore } from '../../src/labeling/store/labeling-store.ts';
import type { ReviewLinkStore } from '../../src/labeling/store/review-link-store.ts';
import { newExperiment } from './sample-trace.ts';

export interface LabelingStores {
  labelSchemas: LabelSchemaStore;
  labeling: LabelingStore;
  reviewLinks: ReviewLinkStore;
}

function sampleSchema(changes: Partial<LabelSchema> = {}): LabelSchema {
  return {
    schemaId: `ls-${randomHex(16)}`,
    experimentId: '1',
    name: `schema ${randomHex(4)}`,
    type: 'FEEDBACK',
    title: null,
    instruction: null,
    enableComment: false,
    input: { kind: 'pass_fail', positiveLabel: 'Yes', negativeLabel: 'No' },
    isDefault: false,
    createdBy: null,
    createdAtMs: 1000,
    updatedAtMs: 1000,
    ...changes,
  };
}

function sampleSession(changes: Partial<LabelingSession> = {}): LabelingSession {
  return {
    sessionId: `rq-${randomHex(16)}`,
    experimentId: '1',
    name: `Session ${randomHex(4)}`,
    kind: 'CUSTOM',
    description: null,
    status: 'open',
    reviewers: ['ada', 'bo'],
    schemaIds: ['ls-1'],
    datasetId: null,
    allowCorrection: true,
    createdBy: null,
    createdAtMs: 1000,
    updatedAtMs: 1000,
    ...changes,
  };
}

/** Runs the contract. */
export function describeLabelingStores(name: string, makeStores: () => LabelingStores): void {
  const { labelSchemas, labeling, reviewLinks } = makeStores();

  describe(`${name} as a store of label schemas`, () => {
    it('returns a schema as it was made, of every kind of input', async () => {
      const inputs: LabelSchema['input'][] = [
        { kind: 'pass_fail', positiveLabel: 'ü', negativeLabel: '👎' },
        { kind: 'categorical', options: ['a', 'b'], multiSelect: true },
        { kind: 'numeric', minValue: 0.5, maxValue: null },
        { kind: 'text', maxLength: 5 },
      ];
      for (const input of inputs) {
        const schema = sampleSchema({
          input,
          type: 'EXPECTATION',
          title: 'T',
          instruction: 'I',
          createdBy: 'x',
        });
        expect(await labelSchemas.insert(schema)).toBe(true);
        expect(await labelSchemas.get(schema.schemaId)).toEqual(schema);
        expect(await labelSchemas.getByName('1', schema.name)).toEqual(schema);
      }
    });

    it('holds a name once per experiment, also when it is changed', async () => {
      const one = sampleSchema();
      const other = sampleSchema();
      await labelSchemas.insert(one);
      await labelSchemas.insert(other);
      expect(await labelSchemas.insert(sampleSchema({ name: one.name }))).toBe(false);
      expect(await labelSchemas.insert(sampleSchema({ name: one.name, experimentId: '2' }))).toBe(true);
      expect(await labelSchemas.update({ ...other, name: one.name })).toBe(false);
      const changed = { ...other, title: 'New', enableComment: true, updatedAtMs: 2000 };
      expect(await labelSchemas.update(changed)).toBe(true);
      expect(await labelSchemas.get(other.schemaId)).toEqual(changed);
    });

    it('lists newest first in pages, and forgets what is deleted', async () => {
      const experimentId = newExperiment();
      const schemas = [1, 2, 3].map((at) => sampleSchema({ experimentId, createdAtMs: at }));
      for (const schema of schemas) await labelSchemas.insert(schema);
      const page = (offset: number) => labelSchemas.list(experimentId, { offset, pageSize: 2 });
      expect([...(await page(0)), ...(await page(2))]).toEqual(schemas.toReversed());
      await labelSchemas.delete(schemas[0]?.schemaId ?? '');
      expect(await labelSchemas.get(schemas[0]?.schemaId ?? '')).toBeNull();
      expect(await page(2)).toEqual([]);
    });
  });

  describe(`${name} as a store of sessions`, () => {
    it('returns a session as it was made; its name is taken whatever the letter case', async () => {
      const session = sampleSession({ description: 'd', datasetId: 'd-1', createdBy: 'ann' });
      expect(await labeling.insertSession(session)).toBe(true);
      expect(await labeling.getSession(session.sessionId)).toEqual(session);
      expect(await labeling.getSessionByName('1', session.name.toUpperCase())).toEqual(session);
      expect(await labeling.insertSession(sampleSession({ name: session.name.toUpperCase() }))).toBe(false);
    });

    it('finds sessions by experiment, status, reviewer and trace', async () => {
      const experimentId = newExperiment();
      const traceId = newTraceId();
      const one = sampleSession({ experimentId, createdAtMs: 1 });
      const two = sampleSession({ experimentId, createdAtMs: 2, status: 'closed', reviewers: ['cy'] });
      for (const session of [one, two]) await labeling.insertSession(session);
      await labeling.addItems(two.sessionId, [traceId], { atMs: 5, mostItems: 10 });
      const find = async (query: object) =>
        (await labeling.listSessions({ offset: 0, pageSize: 10, ...query })).map(
          ({ sessionId }) => sessionId,
        );
      expect(await find({ experimentId })).toEqual([two.sessionId, one.sessionId]);
      expect(await find({ experimentId, offset: 1 })).toEqual([one.sessionId]);
      expect(await find({ experimentId, status: 'open' })).toEqual([one.sessionId]);
      expect(await find({ experimentId, reviewer: 'cy' })).toEqual([two.sessionId]);
      expect(await find({ traceId })).toEqual([two.sessionId]);
    });

    it('changes what is named, and questions only while there are no items', async () => {
      const session = sampleSession();
      const other = sampleSession();
      for (const one of [session, other]) await labeling.insertSession(one);
      const update = (changes: object) => labeling.updateSession(session.sessionId, changes, 2000);
      const changes = { name: 'NEW name', status: 'closed', reviewers: [], schemaIds: ['ls-2'] } as const;
      expect(await update({ ...changes })).toBe('changed');
      expect(await labeling.getSession(session.sessionId)).toEqual({
        ...session,
        ...changes,
        updatedAtMs: 2000,
      });
      expect(await update({ name: other.name.toUpperCase() })).toBe('name-taken');
      await labeling.addItems(session.sessionId, [newTraceId()], { atMs: 5, mostItems: 10 });
      expect(await update({ schemaIds: [] })).toBe('has-items');
      expect(await update({ description: 'still' })).toBe('changed');
      expect(await labeling.updateSession('rq-none', { status: 'open' }, 1)).toBe('missing');
    });

    it('deletes a session with all that is in it', async () => {
      const session = sampleSession();
      const { sessionId } = session;
      const traceId = newTraceId();
      await labeling.insertSession(session);
      await labeling.addItems(sessionId, [traceId], { atMs: 5, mostItems: 10 });
      await labeling.putReview({ sessionId, traceId, reviewer: 'ada', state: 'complete', atMs: 6 });
      const link = { linkId: randomHex(16), sessionId, reviewer: 'ada', createdAtMs: 1, expiresAtMs: 2 };
      await reviewLinks.insert([{ ...link, revokedAtMs: null }]);
      expect(await labeling.deleteSession(sessionId)).toBe(true);
      expect(await labeling.deleteSession(sessionId)).toBe(false);
      expect(await labeling.getItems(sessionId, [traceId])).toEqual([]);
      expect(await labeling.listReviews(sessionId, null)).toEqual([]);
      expect(await reviewLinks.get(link.linkId)).toBeNull();
    });
  });

  describe(`${name} as a store of items and reviews`, () => {
    async function withItems(count: number, reviewers = ['ada', 'bo']) {
      const session = sampleSession({ reviewers });
      await labeling.insertSession(session);
      const traceIds = Array.from({ length: count }, newTraceId);
      await labeling.addItems(session.sessionId, traceIds, { atMs: 5, mostItems: 100 });
      return { sessionId: session.sessionId, traceIds };
    }
    const statusOf = async (sessionId: string, traceId: string) =>
      (await labeling.getItems(sessionId, [traceId]))[0];

    it('adds each trace once, in order, and not beyond the bound', async () => {
      const { sessionId, traceIds } = await withItems(2);
      const more = [newTraceId(), newTraceId()];
      const options = { atMs: 9, mostItems: 3 };
      expect(await labeling.addItems(sessionId, [...traceIds, ...more], options)).toEqual({ added: 1 });
      expect(await labeling.addItems(sessionId, more, options)).toEqual({ added: 0 });
      const listed = await labeling.listItems(sessionId, { order: 'arrival', offset: 0, pageSize: 10 });
      expect(listed.map(({ traceId }) => traceId)).toEqual([...traceIds, more[0]]);
      expect(await labeling.addItems('rq-none', more, options)).toEqual({ added: 0 });
    });

    it('lists by status and newest first', async () => {
      const { sessionId, traceIds } = await withItems(3);
      const [first = ''] = traceIds;
      await labeling.setItemStatus(sessionId, first, { status: 'COMPLETE', by: 'ada', atMs: 9 });
      const page = { order: 'newest', offset: 0, pageSize: 10 } as const;
      const done = await labeling.listItems(sessionId, { ...page, status: 'COMPLETE' });
      expect(done).toMatchObject([{ traceId: first, completedBy: 'ada', completedAtMs: 9 }]);
      const all = (await labeling.listItems(sessionId, page)).map(({ traceId }) => traceId);
      expect(all).toEqual(traceIds.toSorted());
      const counts = await labeling.countItems([sessionId, 'rq-none']);
      expect(counts.get(sessionId)).toEqual({ PENDING: 2, COMPLETE: 1, DECLINED: 0 });
      expect(counts.get('rq-none')).toEqual({ PENDING: 0, COMPLETE: 0, DECLINED: 0 });
    });

    it('keeps who set a status first; back to pending it forgets everything', async () => {
      const { sessionId, traceIds } = await withItems(1);
      const [traceId = ''] = traceIds;
      const set = (status: 'PENDING' | 'COMPLETE', by: string | null, atMs: number) =>
        labeling.setItemStatus(sessionId, traceId, { status, by, atMs });
      await set('COMPLETE', 'ada', 9);
      expect(await set('COMPLETE', 'bo', 10)).toMatchObject({ completedBy: 'ada', completedAtMs: 9 });
      expect(await labeling.listReviews(sessionId, null)).toHaveLength(2);
      expect(await set('PENDING', null, 11)).toMatchObject({ completedBy: null, completedAtMs: null });
      expect(await labeling.listReviews(sessionId, null)).toEqual([]);
      const none = await labeling.setItemStatus(sessionId, 'tr-none', {
        status: 'PENDING',
        by: null,
        atMs: 1,
      });
      expect(none).toBeNull();
    });

    it('completes an item when everybody who is assigned has done theirs', async () => {
      const { sessionId, traceIds } = await withItems(2);
      const [one = '', two = ''] = traceIds;
      const review = (traceId: string, reviewer: string, state: 'complete' | 'skipped') =>
        labeling.putReview({ sessionId, traceId, reviewer, state, atMs: 7 });
      expect(await review(one, 'ada', 'complete')).toBe(true);
      expect((await statusOf(sessionId, one))?.status).toBe('PENDING');
      await review(one, 'bo', 'skipped');
      expect(await statusOf(sessionId, one)).toMatchObject({ status: 'COMPLETE', completedBy: 'bo' });
      await review(two, 'ada', 'skipped');
      await review(two, 'bo', 'skipped');
      expect((await statusOf(sessionId, two))?.status).toBe('DECLINED');
      await review(two, 'bo', 'complete');
      expect((await statusOf(sessionId, two))?.status).toBe('COMPLETE');
      expect(await review('tr-none', 'ada', 'complete')).toBe(false);
      expect(await labeling.listReviews(sessionId, 'ada')).toHaveLength(2);
      expect(await labeling.listReviews(sessionId, null)).toHaveLength(4);
      const ofTwo = await labeling.listReviews(sessionId, null, [two, 'tr-none']);
      expect(ofTwo.map(({ traceId, reviewer }) => [traceId, reviewer])).toEqual([
        [two, 'ada'],
        [two, 'bo'],
      ]);
    });

    it('completes an item with the first review when nobody is assigned', async () => {
      const { sessionId, traceIds } = await withItems(1, []);
      const [traceId = ''] = traceIds;
      await labeling.putReview({ sessionId, traceId, reviewer: 'cy', state: 'complete', atMs: 7 });
      expect(await statusOf(sessionId, traceId)).toMatchObject({ status: 'COMPLETE', completedBy: 'cy' });
    });

    it('removes items with their reviews', async () => {
      const { sessionId, traceIds } = await withItems(2);
      const [one = '', two = ''] = traceIds;
      await labeling.putReview({ sessionId, traceId: one, reviewer: 'ada', state: 'complete', atMs: 7 });
      expect(await labeling.removeItems(sessionId, [one, 'tr-none'])).toBe(1);
      expect(await labeling.listReviews(sessionId, null)).toEqual([]);
      expect(await labeling.getItems(sessionId, traceIds)).toMatchObject([{ traceId: two }]);
    });
  });

  describe(`${name} as a store of links`, () => {
    it('keeps links, lists them newest first, and ends them once', async () => {
      const sessionId = `rq-${randomHex(16)}`;
      const links = [1, 2].map((at) => ({
        linkId: randomHex(16),
        sessionId,
        reviewer: 'ada',
        createdAtMs: at,
        expiresAtMs: 10,
        revokedAtMs: null,
      }));
      await reviewLinks.insert(links);
      await reviewLinks.insert([]);
      expect(await reviewLinks.list(sessionId)).toEqual(links.toReversed());
      const { linkId } = links[0] ?? { linkId: '' };
      expect(await reviewLinks.revoke('rq-other', linkId, 5)).toBeNull();
      expect(await reviewLinks.revoke(sessionId, linkId, 5)).toMatchObject({ revokedAtMs: 5 });
      expect(await reviewLinks.revoke(sessionId, linkId, 6)).toMatchObject({ revokedAtMs: 5 });
      expect(await reviewLinks.get(linkId)).toMatchObject({ revokedAtMs: 5 });
      expect(await reviewLinks.get('none')).toBeNull();
    });
  });
}
