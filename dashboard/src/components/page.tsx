/** The frame of a page: its title, what can be done on it, and its content. */
import { useEffect, type ReactNode } from 'react';

interface PageProps {
  title: ReactNode;
  /** What the browser's tab says. */
  tabTitle?: string;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, tabTitle, actions, children }: PageProps) {
  const name = tabTitle ?? (typeof title === 'string' ? title : 'Weir');
  useEffect(() => {
    document.title = `${name} · Weir`;
  }, [name]);
  return (
    <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
      <header className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2">
        <h1 className="mr-auto min-w-0 truncate text-lg font-semibold tracking-tight">{title}</h1>
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">{children}</div>
    </main>
  );
}

/** A bordered part of a page. */
export function Card({
  title,
  actions,
  children,
  flush = false,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section className="min-w-0 rounded-lg border border-line bg-raised">
      {title !== undefined && (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-2 px-4 pt-2 pb-1">
          <h2 className="text-sm font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      <div className={flush ? '' : 'px-4 pb-3'}>{children}</div>
    </section>
  );
}
