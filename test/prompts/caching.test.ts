/** How fresh a resolved prompt is: versions for good, aliases for seconds, and what happens when the registry is down. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { deleteAlias } from '../../src/prompts/delete-alias.ts';
import { deleteVersion } from '../../src/prompts/delete-prompt.ts';
import { parseReference } from '../../src/prompts/prompt-reference.ts';
import { aliasStaleMs } from '../../src/prompts/resolve-prompt.ts';
import { createD1PromptStore } from '../../src/prompts/store/d1-prompt-store.ts';
import type { PromptStore } from '../../src/prompts/store/prompt-store.ts';
import { createSharedPromptCache } from '../../src/prompts/store/shared-prompt-cache.ts';
import { createRegistry, type RegistryOptions } from '../helpers/prompts.ts';
import { createPromptedProxy } from '../helpers/prompts.ts';
import { post } from '../helpers/proxy.ts';

/** Two isolates on one database; the second counts its questions and can be cut off. */
function harness(options: RegistryOptions = {}) {
  const real = createD1PromptStore({ database: env.REGISTRY });
  let questions = 0;
  let isDown = false;
  const store: PromptStore = {
    ...real,
    async resolve(reference) {
      questions++;
      if (isDown) throw new Error('the database cannot be reached');
      return real.resolve(reference);
    },
  };
  const elsewhere = createRegistry();
  const here = createRegistry({ ...options, store });
  const background: Promise<unknown>[] = [];
  return {
    elsewhere,
    here,
    questions: () => questions,
    cut: () => void (isDown = true),
    mend: () => void (isDown = false),
    async render(name: string) {
      const reference = parseReference(name, 'test');
      const rendered = await here.source.render({
        reference,
        variables: {},
        subject: null,
        background: (work) => background.push(work),
      });
      await Promise.all(background.splice(0));
      const text = rendered.content.type === 'text' ? rendered.content.text : '';
      return { text, stale: rendered.stale, version: rendered.version };
    },
  };
}

describe('in the isolate', () => {
  it('asks once for a version and once for an alias', async () => {
    const { elsewhere, render, questions } = harness();
    await elsewhere.register('held', 'one');
    await elsewhere.setAlias('held', 'production', [{ version: 1, weight: 1 }]);
    for (let again = 0; again < 5; again++) {
      expect(await render('held/1')).toMatchObject({ text: 'one', stale: false });
      expect(await render('held@production')).toMatchObject({ text: 'one' });
    }
    expect(questions()).toBe(2);
  });

  it('F94: a moved alias is seen everywhere within the promised seconds', async () => {
    const { elsewhere, here, render } = harness();
    await elsewhere.register('moved', 'one');
    await elsewhere.register('moved', 'two');
    await elsewhere.setAlias('moved', 'production', [{ version: 1, weight: 1 }]);
    expect((await render('moved@production')).text).toBe('one');
    await elsewhere.setAlias('moved', 'production', [{ version: 2, weight: 1 }]);
    here.wait(aliasStaleMs);
    expect((await render('moved@production')).text).toBe('two');
  });

  it('looks again in the background before that, so that busy prompts never make a call wait', async () => {
    const { elsewhere, here, render, questions } = harness();
    await elsewhere.register('busy', 'one');
    await elsewhere.register('busy', 'two');
    await elsewhere.setAlias('busy', 'production', [{ version: 1, weight: 1 }]);
    await render('busy@production');
    await elsewhere.setAlias('busy', 'production', [{ version: 2, weight: 1 }]);
    here.wait(5000);
    expect((await render('busy@production')).text).toBe('one');
    expect((await render('busy@production')).text).toBe('two');
    expect(questions()).toBe(2);
  });

  it('F94: a removed alias and a deleted version are gone', async () => {
    const { elsewhere, here, render } = harness();
    await elsewhere.register('gone', 'one');
    await elsewhere.register('gone', 'two');
    await elsewhere.setAlias('gone', 'production', [{ version: 1, weight: 1 }]);
    await render('gone@production');
    await render('gone/1');
    await deleteAlias({ services: elsewhere.services, input: { name: 'gone', alias: 'production' } });
    await deleteVersion({ services: elsewhere.services, input: { name: 'gone', version: 1 } });
    here.wait(aliasStaleMs);
    await expect(render('gone@production')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    // A version is served once more while it is looked at again.
    await render('gone/1');
    await expect(render('gone/1')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  it('F94: sees a change made in the same isolate at once', async () => {
    const { here, render } = harness();
    await here.register('own', 'one');
    await here.setAlias('own', 'production', [{ version: 1, weight: 1 }]);
    expect((await render('own@production')).text).toBe('one');
    expect((await render('own')).text).toBe('one');
    await here.register('own', 'two');
    await here.setAlias('own', 'production', [{ version: 2, weight: 1 }]);
    expect((await render('own@production')).text).toBe('two');
    expect((await render('own')).text).toBe('two');
    await deleteAlias({ services: here.services, input: { name: 'own', alias: 'production' } });
    await expect(render('own@production')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  it('does not bring back what was read before a change', async () => {
    const { here } = harness();
    const { promptCache } = here.services;
    const generation = promptCache.generation();
    promptCache.forget('raced');
    promptCache.set('raced@production', { arms: [], readAtMs: 0 }, generation);
    expect(promptCache.get('raced@production')).toBeUndefined();
  });

  it('is bounded, and lets go of what was used longest ago', async () => {
    const { here, render, questions } = harness();
    for (let index = 0; index < 60; index++)
      await here.register(`big.${index}`, String(index).padEnd(99_000));
    for (let index = 0; index < 60; index++) await render(`big.${index}/1`);
    const before = questions();
    await render('big.59/1');
    expect(questions()).toBe(before);
    await render('big.0/1');
    expect(questions()).toBe(before + 1);
  });
});

describe('when the registry is down', () => {
  it('serves the last known version, however old, and says so', async () => {
    const { elsewhere, here, render, cut, mend } = harness();
    await elsewhere.register('down', 'one');
    await elsewhere.setAlias('down', 'production', [{ version: 1, weight: 1 }]);
    await render('down@production');
    await render('down/1');
    cut();
    here.wait(3_600_000);
    expect(await render('down@production')).toEqual({ text: 'one', stale: true, version: 1 });
    expect(await render('down/1')).toMatchObject({ text: 'one' });
    expect(here.logged).toContain('prompt-registry-unreachable');
    mend();
    expect(await render('down@production')).toMatchObject({ stale: false });
  });

  it('fails with 503 when nothing is known', async () => {
    const { render, cut } = harness();
    cut();
    await expect(render('never.seen')).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      status: 503,
    });
  });

  it('F94: the trace says that the last known version was taken', async () => {
    const real = createD1PromptStore({ database: env.REGISTRY });
    let isDown = false;
    const store: PromptStore = {
      ...real,
      resolve: (reference) => (isDown ? Promise.reject(new Error('down')) : real.resolve(reference)),
    };
    const proxy = createPromptedProxy({}, { store });
    await proxy.registry.register('told', 'x');
    const call = () =>
      proxy.call('/openai/v1/chat/completions', post({ messages: [] }, { 'x-weir-prompt': 'told' }));
    await call();
    isDown = true;
    proxy.registry.wait(60_000);
    expect((await call()).status).toBe(200);
    expect(proxy.exchanges.at(-1)?.prompts).toMatchObject([{ name: 'told', stale: true }]);
  });
});

describe('in the data centre', () => {
  const shared = () =>
    createSharedPromptCache({ storage: caches, deploymentSecret: 'a secret of the tests' });

  it('spares another isolate the question, and holds the last known version for it', async () => {
    const one = harness({ shared: shared() });
    await one.here.register('common', 'one');
    await one.here.setAlias('common', 'production', [{ version: 1, weight: 1 }]);
    await one.render('common@production');
    await one.render('common/1');
    const two = harness({ shared: shared() });
    expect(await two.render('common@production')).toMatchObject({ text: 'one', stale: false });
    expect(await two.render('common/1')).toMatchObject({ text: 'one' });
    expect(two.questions()).toBe(0);
    const three = harness({ shared: shared() });
    three.cut();
    three.here.wait(3_600_000);
    expect(await three.render('common@production')).toMatchObject({ text: 'one', stale: true });
  });

  it('F94: forgets on change', async () => {
    const one = harness({ shared: shared() });
    await one.here.register('changed', 'one');
    await one.here.setAlias('changed', 'production', [{ version: 1, weight: 1 }]);
    await one.render('changed@production');
    await one.here.register('changed', 'two');
    await one.here.setAlias('changed', 'production', [{ version: 2, weight: 1 }]);
    const two = harness({ shared: shared() });
    expect(await two.render('changed@production')).toMatchObject({ text: 'two' });
    expect(await two.render('changed')).toMatchObject({ text: 'two' });
  });

  it('keeps deployments apart', async () => {
    const one = harness({ shared: shared() });
    await one.here.register('apart', 'one');
    await one.render('apart/1');
    const other = createSharedPromptCache({ storage: caches, deploymentSecret: 'another secret' });
    expect(await other.get('apart/1')).toBeNull();
    expect(await shared().get('apart/1')).not.toBeNull();
  });
});
