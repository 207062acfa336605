import { describe, expect, it } from 'vitest';
import { readableContent } from '../../src/scoring/readable-content.ts';

const spoken = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });

describe('what a scorer reads', () => {
  it('of an answer in the parts of OpenTelemetry is its text alone', () => {
    expect(readableContent([spoken('assistant', '{"category":"gloves"}')])).toBe('{"category":"gloves"}');
  });

  it('of a request in the parts of OpenTelemetry is every message with its role', () => {
    const asked = [spoken('system', 'Be kind.'), spoken('user', 'Where is it?')];
    expect(readableContent(asked)).toBe('system: Be kind.\nuser: Where is it?');
  });

  it('of tools in the parts of OpenTelemetry is who was called, and what came of it', () => {
    const messages = [
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'look_up', arguments: { id: 7 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { state: 'sent' } }] },
    ];
    expect(readableContent(messages)).toBe(
      'assistant: [calls look_up with {"id":7}]\ntool: [result: {"state":"sent"}]',
    );
  });

  it('of an answer in parts of other forms stays what it was', () => {
    const content = [{ type: 'text', text: 'Thursday.' }];
    expect(readableContent({ role: 'assistant', content })).toBe('Thursday.');
    const choices = [{ message: { role: 'assistant', content: 'Thursday.' } }];
    expect(readableContent({ choices })).toBe('Thursday.');
  });
});
