/** The sections for which a phone's bar has no room. The browser's own disclosure: no library on the way to the first view. */
import { Link, useLocation } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { barItemLook, type Section } from './sections.tsx';

export function MoreSections({ sections }: { sections: readonly Section[] }) {
  const disclosure = useRef<HTMLDetailsElement>(null);
  const { pathname } = useLocation();
  const isWithin = sections.some(({ to }) => pathname.startsWith(to));
  const close = () => disclosure.current?.removeAttribute('open');
  useEffect(() => {
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && disclosure.current?.contains(target) === false) close();
    };
    const closeOnEscape = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close();
    };
    addEventListener('pointerdown', closeOutside);
    addEventListener('keydown', closeOnEscape);
    return () => {
      removeEventListener('pointerdown', closeOutside);
      removeEventListener('keydown', closeOnEscape);
    };
  }, []);
  return (
    <details ref={disclosure} className="relative sm:hidden">
      <summary
        data-status={isWithin ? 'active' : undefined}
        className={`flex cursor-pointer list-none ${barItemLook}`}
      >
        <Ellipsis size={17} aria-hidden />
        More
      </summary>
      <ul className="absolute right-0 bottom-full z-40 mb-2 w-48 rounded-lg border border-line bg-raised p-1 shadow-lg">
        {sections.map(({ to, label, Icon }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={close}
              className="flex items-center gap-3 rounded px-3 py-2.5 text-sm hover:bg-wash data-[status=active]:font-medium data-[status=active]:text-accent"
            >
              <Icon size={17} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
