/** Where one can go, and how a way there looks. */
import { Link } from '@tanstack/react-router';
import {
  ChartNoAxesCombined,
  Database,
  FlaskConical,
  LayoutList,
  MessagesSquare,
  Play,
  ScrollText,
  Settings,
  ShieldCheck,
  Tags,
} from 'lucide-react';

/** The sections, in the order of the navigation. */
export const sections = [
  { to: '/', label: 'Overview', Icon: ChartNoAxesCombined },
  { to: '/traces', label: 'Traces', Icon: LayoutList },
  { to: '/sessions', label: 'Sessions', Icon: MessagesSquare },
  { to: '/prompts', label: 'Prompts', Icon: ScrollText },
  { to: '/playground', label: 'Playground', Icon: Play },
  { to: '/datasets', label: 'Datasets', Icon: Database },
  { to: '/evaluations', label: 'Evaluations', Icon: FlaskConical },
  { to: '/quality', label: 'Quality', Icon: ShieldCheck },
  { to: '/labeling', label: 'Labeling', Icon: Tags },
  { to: '/settings', label: 'Settings', Icon: Settings },
] as const;

export type Section = (typeof sections)[number];

/** What stands in the bar of a phone: a picture over its name. */
export const barItemLook =
  'min-w-15 flex-col items-center gap-0.5 rounded-md px-2 py-1.5 text-[0.6875rem] text-muted hover:bg-line hover:text-ink data-[status=active]:bg-accent-wash data-[status=active]:font-medium data-[status=active]:text-accent';

/** A section's link: on phones in the bar, or under "More" (`isTucked`); else in the column at the side. */
export function SectionLink({
  section: { to, label, Icon },
  isTucked,
}: {
  section: Section;
  isTucked: boolean;
}) {
  return (
    <Link
      to={to}
      title={label}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className={`${isTucked ? 'hidden sm:flex' : 'flex'} ${barItemLook} sm:min-w-0 sm:flex-row sm:gap-2.5 sm:text-sm`}
    >
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className="sm:hidden lg:inline">{label}</span>
    </Link>
  );
}
