/** The spans that a span says it has to do with, as OpenTelemetry's links: of this trace, of another, or of none kept here. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tracesByIdQuery } from '../api/queries.ts';
import type { Span, TraceInfo } from '../api/types.ts';
import { JsonView } from '../components/json-view.tsx';
import { Failure } from '../components/states.tsx';
import { formatTime } from '../format/format.ts';

type SpanLink = Span['links'][number];

interface SpanLinksProps {
  links: SpanLink[];
  /** The trace that is looked at, and its spans. */
  traceId: string;
  spans: Span[];
}

export function SpanLinks({ links, traceId, spans }: SpanLinksProps) {
  const others = [...new Set(links.map((link) => link.trace_id).filter((id) => id !== traceId))].sort();
  const found = useQuery({ ...tracesByIdQuery(others), enabled: others.length > 0 });
  const known = new Map(found.data?.map((info) => [info.trace_id, info]));
  return (
    <>
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      <ol className="space-y-3 p-4 text-sm">
        {links.map((link, index) => (
          <li key={index} className="space-y-1">
            {link.trace_id === traceId ? (
              <Within link={link} spans={spans} />
            ) : (
              <Elsewhere link={link} info={known.get(link.trace_id)} isLookedUp={found.isSuccess} />
            )}
            {Object.keys(link.attributes).length > 0 && <JsonView value={link.attributes} />}
          </li>
        ))}
      </ol>
    </>
  );
}

function Within({ link, spans }: { link: SpanLink; spans: Span[] }) {
  const target = spans.find(({ span_id: id }) => id === link.span_id);
  return (
    <p>
      <Target link={link}>{target?.name ?? link.span_id}</Target>{' '}
      <span className="text-muted">in this trace</span>
    </p>
  );
}

interface ElsewhereProps {
  link: SpanLink;
  /** What is known of its trace; undefined: not kept here, or not looked up yet. */
  info: TraceInfo | undefined;
  isLookedUp: boolean;
}

function Elsewhere({ link, info, isLookedUp }: ElsewhereProps) {
  if (info === undefined) {
    return (
      <p>
        <code className="text-xs wrap-anywhere">{link.trace_id}</code>{' '}
        {isLookedUp && <span className="text-muted">is not kept here, or not of what you may see</span>}
      </p>
    );
  }
  return (
    <p>
      <Target link={link} title={link.trace_id}>
        {info.name ?? link.trace_id}
      </Target>{' '}
      <span className="text-muted">{formatTime(info.request_time)}</span>
      {info.request_preview !== null && (
        <span className="line-clamp-2 wrap-anywhere text-muted">{info.request_preview}</span>
      )}
    </p>
  );
}

function Target({ link, title, children }: { link: SpanLink; title?: string; children: string }) {
  return (
    <Link
      to="/traces/$traceId"
      params={{ traceId: link.trace_id }}
      search={{ span: link.span_id }}
      title={title}
      className="font-medium wrap-anywhere text-accent hover:underline"
    >
      {children}
    </Link>
  );
}
