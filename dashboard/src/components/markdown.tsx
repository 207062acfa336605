/**
 * Markdown of messages. What people and models write is never trusted: HTML stays text, links say where they lead and
 * open apart, and pictures from elsewhere are links, so that reading a trace tells nobody.
 */
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

const plugins = [remarkGfm];

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  img: ({ src, alt }) =>
    typeof src === 'string' && src !== '' ? (
      <a href={src} target="_blank" rel="noopener noreferrer nofollow">
        {alt === undefined || alt === '' ? 'picture' : alt}
      </a>
    ) : null,
};

export default function Markdown({ text }: { text: string }) {
  return (
    <div className="prose-chat wrap-anywhere">
      <ReactMarkdown remarkPlugins={plugins} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
