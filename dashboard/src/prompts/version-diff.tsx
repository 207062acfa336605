/** Two versions side by side, line by line, with the words that changed marked. */
import { diffLines, diffWordsWithSpace } from 'diff';

interface DiffLine {
  left: string | null;
  right: string | null;
}

/** Lines in pairs: the same on both sides, or what became of it. */
function pairLines(before: string, after: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let removed: string[] = [];
  const flush = (added: string[]) => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      lines.push({ left: removed[index] ?? null, right: added[index] ?? null });
    }
    removed = [];
  };
  for (const change of diffLines(before, after)) {
    const texts = change.value.replace(/\n$/, '').split('\n');
    if (change.removed) removed = texts;
    else if (change.added) flush(texts);
    else {
      flush([]);
      for (const text of texts) lines.push({ left: text, right: text });
    }
  }
  flush([]);
  return lines;
}

export function VersionDiff({ before, after }: { before: string; after: string }) {
  return (
    <table className="w-full table-fixed border-collapse font-mono text-xs leading-5">
      <tbody>
        {pairLines(before, after).map(({ left, right }, index) => (
          <tr key={index} className="align-top">
            <Side text={left} other={right} side="left" />
            <Side text={right} other={left} side="right" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const looks = { left: 'bg-bad-wash', right: 'bg-good-wash' };
const marks = { left: 'bg-bad/25', right: 'bg-good/25' };

function Side({ text, other, side }: { text: string | null; other: string | null; side: 'left' | 'right' }) {
  const changed = text !== other;
  return (
    <td
      className={`border border-line px-2 wrap-anywhere whitespace-pre-wrap ${changed && text !== null ? looks[side] : ''}`}
    >
      {text !== null && changed && other !== null ? <Words text={text} other={other} side={side} /> : text}
    </td>
  );
}

function Words({ text, other, side }: { text: string; other: string; side: 'left' | 'right' }) {
  const [before, after] = side === 'left' ? [text, other] : [other, text];
  return diffWordsWithSpace(before, after)
    .filter(({ added, removed }) => (side === 'left' ? !added : !removed))
    .map(({ value, added, removed }, index) =>
      added || removed ? (
        <mark key={index} className={`rounded-xs text-ink ${marks[side]}`}>
          {value}
        </mark>
      ) : (
        <span key={index}>{value}</span>
      ),
    );
}
