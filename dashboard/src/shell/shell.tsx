/** What every page stands in: where one can go, who is signed in, light or dark. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { LogOut, Moon, Sun, SunMoon } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { sessionQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { MoreSections } from './more-sections.tsx';
import { SectionLink, sections } from './sections.tsx';
import { applyTheme, readTheme, themes } from './theme.ts';

/** As many as fit beside each other; the others stand under one more. */
const ON_PHONES = 4;

export function Shell() {
  return (
    <div className="flex h-dvh flex-col sm:flex-row">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded focus:bg-raised focus:p-2"
      >
        Skip to content
      </a>
      <Navigation />
      <Outlet />
    </div>
  );
}

function Navigation() {
  return (
    <nav
      aria-label="Sections"
      className="order-last flex shrink-0 justify-between gap-0.5 border-t border-line bg-wash p-1 sm:order-first sm:w-14 sm:flex-col sm:justify-start sm:overflow-y-auto sm:border-t-0 sm:border-r sm:p-2 lg:w-44"
    >
      <p className="hidden items-center gap-2 px-2 pt-1 pb-3 text-base font-semibold tracking-tight sm:flex">
        <Wave /> <span className="hidden lg:inline">Weir</span>
      </p>
      {sections.map((section, index) => (
        <SectionLink key={section.to} section={section} isTucked={index >= ON_PHONES} />
      ))}
      <MoreSections sections={sections.slice(ON_PHONES)} />
      <div className="flex items-center gap-1 sm:mt-auto sm:flex-col lg:flex-row">
        <ThemeButton />
        <SignOutButton />
      </div>
    </nav>
  );
}

function Wave() {
  return (
    <svg viewBox="0 0 24 20" width="20" height="17" aria-hidden className="shrink-0 text-accent">
      <path
        d="M2 4c3 0 3 2.500 6.500 2.500S12 4 15 4s3.500 2.500 7 2.500M2 9.500c3 0 3 2.500 6.500 2.500S12 9.500 15 9.500 18.500 12 22 12M2 15c3 0 3 2.500 6.500 2.500S12 15 15 15s3.500 2.500 7 2.500"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}

const themeIcons = { system: SunMoon, light: Sun, dark: Moon };

function ThemeButton() {
  const [theme, setTheme] = useState(readTheme);
  const Icon = themeIcons[theme];
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <Button
      look="quiet"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      title={`Theme: ${theme}`}
      icon={<Icon size={16} />}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    />
  );
}

function SignOutButton() {
  const { data: session } = useQuery(sessionQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  if (session === undefined || session.kind === 'open') return null;
  const signOut = async () => {
    await call('/api/v1/session', { method: 'DELETE' });
    client.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Button
      look="quiet"
      aria-label="Sign out"
      title={`Sign out (${session.key_id ?? 'admin key'})`}
      icon={<LogOut size={16} />}
      onClick={() => void signOut()}
    />
  );
}
