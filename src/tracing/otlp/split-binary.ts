/**
 * A binary request taken apart into its spans without decoding them, so that one that is malformed costs no other.
 * Numbers of fields: opentelemetry-proto, trace_service.proto and trace.proto.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Spans of one resource. */
export interface BinaryGroup {
  /** The ResourceSpans message without its scopes. */
  group: Uint8Array;
  scopes: {
    /** The ScopeSpans message without its spans. */
    scope: Uint8Array;
    spans: Uint8Array[];
  }[];
}

const RESOURCE_SPANS = 1;
const SCOPE_SPANS = 2;
const SPANS = 2;

/**
 * Takes a request apart.
 *
 * @throws when what surrounds the spans is no protobuf
 */
export function splitBinary(request: Uint8Array): BinaryGroup[] {
  return takeOut(request, RESOURCE_SPANS).taken.map((resourceSpans) => {
    const { rest, taken } = takeOut(resourceSpans, SCOPE_SPANS);
    const scopes = taken.map((scopeSpans) => {
      const inner = takeOut(scopeSpans, SPANS);
      return { scope: inner.rest, spans: inner.taken };
    });
    return { group: rest, scopes };
  });
}

/** The messages of one field, and the message without them. */
function takeOut(message: Uint8Array, fieldNo: number): { rest: Uint8Array; taken: Uint8Array[] } {
  const reader = new BinaryReader(message);
  const rest = new BinaryWriter();
  const taken: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag();
    if (no === fieldNo && wireType === WireType.LengthDelimited) taken.push(reader.bytes());
    else rest.tag(no, wireType).raw(reader.skip(wireType, no));
  }
  return { rest: rest.finish(), taken };
}
