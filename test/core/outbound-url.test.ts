/** The door for addresses of callers' choice: what it refuses, however it is spelled, when it is kept and when it is called. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutboundFetch, type OutboundFetchServices } from '../../src/core/outbound-fetch.ts';
import {
  checkOutboundUrl,
  isPublicAddress,
  networkOf,
  readPrivateHosts,
  type OutboundRules,
} from '../../src/core/outbound-url.ts';

const closed: OutboundRules = { loopback: false, privateHosts: [] };
const open: OutboundRules = { loopback: true, privateHosts: [] };
const listing = (text: string): OutboundRules => ({
  loopback: false,
  privateHosts: readPrivateHosts(text) ?? [],
});

const isTaken = (text: string, rules: OutboundRules): boolean => {
  try {
    checkOutboundUrl('url', text, rules);
    return true;
  } catch {
    return false;
  }
};

/** One number in one of the ways that addresses are written in. */
const radix = (value: number, way: number): string =>
  [String(value), `0x${value.toString(16)}`, `0${value.toString(8)}`, `0X000${value.toString(16)}`][way] ??
  '';

/** An IPv4 address as one to four numbers, each in a way of its own, the last standing for the rest (as inet_aton reads it). */
const spelledIpv4 = (bytes: readonly number[], parts: number, ways: readonly number[]): string => {
  const heads = bytes.slice(0, parts - 1);
  const rest = bytes.slice(parts - 1).reduce((sum, byte) => sum * 256 + byte, 0);
  return [...heads, rest].map((value, index) => radix(value, ways[index] ?? 0)).join('.');
};

const hex = (high = 0, low = 0): string => ((high << 8) | low).toString(16);

describe('addresses that callers name', () => {
  it('F206 are no IPv4 address, in any spelling, public or not', () => {
    const byte = fc.nat(255);
    const special = fc.constantFrom(
      [127, 0, 0, 1],
      [10, 0, 0, 1],
      [169, 254, 169, 254],
      [192, 168, 0, 1],
      [172, 16, 0, 9],
      [100, 64, 0, 1],
      [224, 0, 0, 1],
      [255, 255, 255, 255],
      [0, 0, 0, 0],
      [192, 0, 2, 1],
    );
    const any = fc.tuple(byte, byte, byte, byte);
    const way = fc.array(fc.nat(3), { minLength: 4, maxLength: 4 });
    const suffix = fc.constantFrom('', '.', ':443', ':8080');
    fc.assert(
      fc.property(
        fc.oneof(special, any),
        fc.integer({ min: 1, max: 4 }),
        way,
        suffix,
        (bytes, parts, ways, end) => {
          const host = spelledIpv4(bytes, parts, ways);
          for (const scheme of ['https', 'http', 'HTTPS'])
            expect(isTaken(`${scheme}://${host}${end}/x`, closed)).toBe(false);
        },
      ),
    );
  });

  it('F206 are no IPv6 address, nor one that stands for an IPv4 address', () => {
    const byte = fc.nat(255);
    const prefix = fc.constantFrom(
      '::ffff:',
      '::',
      '64:ff9b::',
      '64:ff9b:1::',
      'fd00:ec2::',
      'fe80::',
      'ff02::',
      '2001:db8::',
      '2606:4700::',
    );
    fc.assert(
      fc.property(prefix, byte, byte, byte, byte, fc.boolean(), (before, a, b, c, d, isDotted) => {
        const tail = isDotted ? `${a}.${b}.${c}.${d}` : `${hex(a, b)}:${hex(c, d)}`;
        for (const host of [`[${before}${tail}]`, `[2002:${hex(a, b)}:${hex(c, d)}::1]`])
          expect(isTaken(`https://${host}/x`, closed)).toBe(false);
      }),
    );
    expect(isTaken('https://[fe80::1%25eth0]/x', closed)).toBe(false);
  });

  it.each([
    ['a name without a dot', 'https://metadata/x'],
    ['a dot at the end', 'https://scorers.example./x'],
    ['a dot at the end of this machine', 'https://localhost./x'],
    ['a name of this machine', 'https://localhost/x'],
    ['a name below this machine', 'https://a.localhost/x'],
    ['the local network', 'https://printer.local/x'],
    ['a home', 'https://nas.home.arpa/x'],
    ['reverse names', 'https://1.0.0.127.in-addr.arpa/x'],
    ['a cloud’s inside', 'https://metadata.google.internal/computeMetadata/v1/'],
    ['an engine’s host', 'https://host.docker.internal/x'],
    ['a cluster', 'https://api.default.svc.cluster.local/x'],
    ['an office', 'https://wiki.corp/x'],
    ['a mail server', 'https://box.mail/x'],
    ['a service of a cluster', 'https://kubernetes.default.svc/x'],
    ['a registry of services', 'https://db.service.consul/x'],
    ['a container', 'https://db.docker/x'],
    ['the letters of another case', 'https://DB.Internal/x'],
    ['wide letters', 'https://ｌｏｃａｌｈｏｓｔ/x'],
    ['a wide dot', 'https://127。0。0。1/x'],
    ['percent signs', 'https://%6c%6f%63alhost/x'],
    ['an empty label', 'https://scorers..example/x'],
    ['only numbers behind the dot', 'https://scorers.123/x'],
    ['a user', 'https://user@scorers.example/x'],
    ['a password', 'https://user:word@scorers.example/x'],
    ['no TLS', 'http://scorers.example/x'],
    ['sockets', 'wss://scorers.example/x'],
    ['files', 'file:///etc/passwd'],
    ['data', 'data:application/json,{}'],
    ['gopher', 'gopher://scorers.example/x'],
    ['no URL', 'scorers.example'],
    ['nothing', ''],
  ])('F206 have not %s: %s', (_, text) => {
    expect(() => checkOutboundUrl('webhook_url', text, closed)).toThrow('Invalid value for webhook_url');
    expect(isTaken(text, open)).toBe(
      text === 'https://localhost/x' || text.includes('ｌｏｃａｌ') || /%6c|。/.test(text),
    );
  });

  it('F206 are public hosts by name, over TLS', () => {
    const label = fc
      .stringMatching(/^[a-z](?:[a-z0-9-]{0,10}[a-z0-9])?$/)
      .filter((text) => !text.startsWith('xn--'));
    const top = fc.constantFrom('com', 'example', 'de', 'xn--p1ai', 'dev');
    fc.assert(
      fc.property(label, top, fc.option(fc.integer({ min: 1, max: 65_535 })), (name, last, port) => {
        const host = `${name}.${last}${port === null ? '' : `:${port}`}`;
        expect(isTaken(`https://${host}/x?y=1`, closed)).toBe(true);
        expect(isTaken(`http://${host}/x`, open)).toBe(false);
      }),
    );
  });

  it('F206 may be this machine while it is open to itself, and no other private host', () => {
    for (const host of [
      'localhost',
      '127.0.0.1:9000',
      '127.8.9.1',
      '0x7f000001',
      '[::1]',
      '[0:0:0:0:0:0:0:1]',
    ])
      expect([host, isTaken(`http://${host}/x`, open), isTaken(`http://${host}/x`, closed)]).toEqual([
        host,
        true,
        false,
      ]);
    for (const host of [
      '192.168.0.1',
      '10.0.0.1',
      '0.0.0.0',
      '[::ffff:127.0.0.1]',
      '[::]',
      'localhost.',
      'a.localhost',
    ])
      expect([host, isTaken(`http://${host}/x`, open)]).toEqual([host, false]);
  });

  it('F206 may be hosts that the operator named, by the port where one was named', () => {
    const rules = listing(' 10.0.0.5:9000, Scorer.Internal ,[FD00::1]:8443,0x7f.1 ');
    expect(rules.privateHosts).toEqual(['10.0.0.5:9000', 'scorer.internal', '[fd00::1]:8443', '127.0.0.1']);
    for (const url of [
      'http://10.0.0.5:9000/x',
      'http://0xa000005:9000/x',
      'http://scorer.internal/x',
      'https://scorer.internal:9/x',
      'https://[fd00:0::1]:8443/x',
      'http://2130706433:77/x',
    ])
      expect([url, networkOf(new URL(url), rules)]).toEqual([url, 'private']);
    for (const url of [
      'http://10.0.0.5/x',
      'http://10.0.0.6:9000/x',
      'http://a.scorer.internal/x',
      'https://[fd00::1]/x',
    ])
      expect([url, isTaken(url, rules)]).toEqual([url, false]);
    expect(isTaken('http://u:p@scorer.internal/x', rules)).toBe(false);
    expect(networkOf(new URL('http://web.internal:80/'), listing('web.internal:80'))).toBe('private');
    for (const text of ['http://a.internal', 'a b', 'a.internal/x', 'u@a.internal', 'a:99999', '[::1', '*'])
      expect([text, readPrivateHosts(text)?.length ?? null]).toEqual([text, text === '*' ? 1 : null]);
  });
});

describe('calls to addresses that callers named', () => {
  function createFetch(addresses: string[] | null, rules = closed) {
    const called: { url: string; by: string; redirect: unknown }[] = [];
    const network = (by: string) => async (url: unknown, init?: RequestInit) => {
      called.push({ url: String(url), by, redirect: init?.redirect });
      return new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } });
    };
    const services: OutboundFetchServices = {
      rules,
      fetchPublic: network('public'),
      fetchPrivate: network('private'),
      resolve: async () => addresses,
    };
    return { call: createOutboundFetch(services), called };
  }

  it('F207 are not made where the name leads to a private address, though only one of several is', async () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '169.254.169.254',
      '::1',
      'fd00:ec2::254',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      'x',
    ]) {
      const { call, called } = createFetch(['93.184.216.34', address]);
      await expect(call(new URL('https://rebound.example/x'), {})).rejects.toThrow('private address');
      expect(called).toEqual([]);
      expect(isPublicAddress(address)).toBe(false);
    }
  });

  it('F207 follow no redirect, and go out by the network of the host', async () => {
    const { call, called } = createFetch(['93.184.216.34', '2606:4700::1111'], listing('scorer.internal'));
    expect((await call(new URL('https://scorers.example/x'), { redirect: 'follow' })).status).toBe(302);
    await call(new URL('http://scorer.internal/x'), {});
    expect(called).toEqual([
      { url: 'https://scorers.example/x', by: 'public', redirect: 'manual' },
      { url: 'http://scorer.internal/x', by: 'private', redirect: 'manual' },
    ]);
  });

  it('F207 are refused for an address that was kept when more was allowed', async () => {
    const { call, called } = createFetch(null);
    for (const url of ['http://127.0.0.1:9000/x', 'https://10.0.0.1/', 'https://scorers.example./'])
      await expect(call(new URL(url), {})).rejects.toThrow('is not called');
    expect(called).toEqual([]);
    // A resolver that is away is no reason: the network that is called over looks for itself, or reaches no private one.
    expect((await call(new URL('https://scorers.example/'), {})).status).toBe(302);
  });
});
