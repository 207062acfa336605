/**
 * Markdown as elements. The text is parsed into a tree (mdast) and the tree is drawn; no HTML is ever made or parsed, so
 * whatever a model or a person wrote stays text. HTML in it is shown as it was written.
 */
import type { Definition, Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { Fragment, type ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';

/** Longer texts are shown plain: parsing them would make a reviewer wait. */
const MOST_CHARACTERS = 100_000;

/** A text that may be Markdown. */
export function Markdown({ text }: { text: string }) {
  const tree = useMemo(() => (text.length > MOST_CHARACTERS ? null : parse(text)), [text]);
  if (tree === null) return <div class="plain">{text}</div>;
  const links = new Map<string, Definition>();
  for (const node of tree.children) if (node.type === 'definition') links.set(node.identifier, node);
  return <div class="markdown">{drawAll(tree.children, links)}</div>;
}

type Links = Map<string, Definition>;

function parse(text: string) {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function drawAll(nodes: readonly Nodes[], links: Links): ComponentChildren {
  return nodes.map((node, index) => <Fragment key={index}>{draw(node as RootContent, links)}</Fragment>);
}

function draw(node: RootContent, links: Links): ComponentChildren {
  return drawBlock(node, links) ?? drawInline(node, links);
}

function drawBlock(node: RootContent, links: Links): ComponentChildren {
  switch (node.type) {
    case 'paragraph':
      return <p>{drawAll(node.children, links)}</p>;
    case 'heading':
      return <p class={`heading level-${node.depth}`}>{drawAll(node.children, links)}</p>;
    case 'blockquote':
      return <blockquote>{drawAll(node.children, links)}</blockquote>;
    case 'list':
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{drawAll(node.children, links)}</ol>
      ) : (
        <ul>{drawAll(node.children, links)}</ul>
      );
    case 'listItem':
      return (
        <li>
          {typeof node.checked === 'boolean' && (node.checked ? '☑ ' : '☐ ')}
          {drawAll(node.children, links)}
        </li>
      );
    case 'code':
      return <Code text={node.value} label={node.lang ?? 'Code'} />;
    case 'html':
      return <span class="plain">{node.value}</span>;
    case 'thematicBreak':
      return <hr />;
    case 'table':
      return <Table node={node} links={links} />;
    default:
      return null;
  }
}

function drawInline(node: RootContent, links: Links): ComponentChildren {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'emphasis':
      return <em>{drawAll(node.children, links)}</em>;
    case 'strong':
      return <strong>{drawAll(node.children, links)}</strong>;
    case 'delete':
      return <del>{drawAll(node.children, links)}</del>;
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'break':
      return <br />;
    case 'link':
      return <Link url={node.url}>{drawAll(node.children, links)}</Link>;
    case 'linkReference':
      return <Link url={links.get(node.identifier)?.url ?? ''}>{drawAll(node.children, links)}</Link>;
    case 'image':
      return <Link url={node.url}>Image: {node.alt === null || node.alt === '' ? node.url : node.alt}</Link>;
    case 'imageReference':
      return <Link url={links.get(node.identifier)?.url ?? ''}>Image: {node.alt ?? ''}</Link>;
    default:
      return 'children' in node ? drawAll(node.children, links) : null;
  }
}

/** Code that scrolls sideways, also by keyboard. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <pre tabIndex={0} role="region" aria-label={label}>
      <code>{text}</code>
    </pre>
  );
}

function Table({ node, links }: { node: Extract<RootContent, { type: 'table' }>; links: Links }) {
  const [head, ...rows] = node.children;
  return (
    <div class="table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, index) => (
              <th key={index}>{drawAll(cell.children, links)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.children.map((cell, column) => (
                <td key={column}>{drawAll(cell.children, links)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A link out of the page, which is told nothing of it. Other addresses than these stay text. */
export function Link({ url, children }: { url: string; children: ComponentChildren }) {
  if (!/^(?:https?:\/\/|mailto:)/i.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow" title={url}>
      {children}
    </a>
  );
}
