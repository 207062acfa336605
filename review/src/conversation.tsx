/** The conversation under review: who said what, tools folded, the answer marked. */
import type { ComponentChildren } from 'preact';
import type { Conversation, Part, Turn } from '../../src/labeling/review-wire.ts';
import { Code, Link, Markdown } from './markdown.tsx';

const names: Record<string, string> = {
  system: 'Instructions',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
};

/** A conversation, the answer under review at its end. */
export function ConversationView({ conversation }: { conversation: Conversation }) {
  const { turns, answerAt, error } = conversation;
  return (
    <div class="conversation">
      {turns.map((turn, index) => (
        <TurnView key={index} turn={turn} isAnswer={index >= answerAt} />
      ))}
      {error !== null && (
        <div class="turn failed">
          <h3>The call failed</h3>
          <div class="plain">{error}</div>
        </div>
      )}
    </div>
  );
}

function TurnView({ turn, isAnswer }: { turn: Turn; isAnswer: boolean }) {
  const name = names[turn.role] ?? turn.role;
  if (turn.role === 'system') {
    return (
      <details class="turn system">
        <summary>{name}</summary>
        <Parts turn={turn} />
      </details>
    );
  }
  return (
    <article class={`turn ${isAnswer ? 'answer' : ''} ${knownRole(turn.role)}`} aria-label={name}>
      <h3>
        {name}
        {isAnswer && turn.role === 'assistant' && <span class="badge">under review</span>}
      </h3>
      <Parts turn={turn} />
    </article>
  );
}

function knownRole(role: string): string {
  return role in names ? role : 'other';
}

function Parts({ turn }: { turn: Turn }) {
  return (
    <>
      {turn.parts.map((part, index) => (
        <PartView key={index} part={part} role={turn.role} />
      ))}
    </>
  );
}

function PartView({ part, role }: { part: Part; role: string }) {
  switch (part.kind) {
    case 'text':
      return role === 'assistant' ? <Markdown text={part.text} /> : <div class="plain">{part.text}</div>;
    case 'reasoning':
      return (
        <Folded title="Reasoning">
          <div class="plain">{part.text}</div>
        </Folded>
      );
    case 'image':
      return part.inline ? (
        <img src={part.url} alt="Image in the conversation" loading="lazy" />
      ) : (
        <p>
          <Link url={part.url}>Image: {part.url}</Link>
        </p>
      );
    case 'tool_call':
      return (
        <Folded title={`Calls ${part.name}`}>
          <Code text={part.arguments} label={`Arguments of ${part.name}`} />
        </Folded>
      );
    case 'tool_result':
      return (
        <Folded title={part.name === null ? 'Result' : `Result of ${part.name}`}>
          <Code text={part.text} label="Result of the tool" />
        </Folded>
      );
    case 'attachment':
      return <p class="muted">Attachment: {part.name}</p>;
    case 'data':
      return <Code text={part.json} label="Data" />;
    default:
      return null;
  }
}

function Folded({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="folded">
      <summary>{title}</summary>
      {children}
    </details>
  );
}
