/** Buttons and what looks like them. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';

const looks = {
  primary: 'bg-accent text-accent-ink hover:brightness-95 font-medium',
  plain: 'border border-line-strong bg-raised hover:bg-wash',
  quiet: 'text-muted hover:bg-wash hover:text-ink',
  danger: 'border border-line-strong bg-raised text-bad hover:bg-bad-wash',
} as const;

/** Classes of a button's look. */
export const buttonLook = (look: keyof typeof looks = 'plain', extra = ''): string =>
  `inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 text-sm whitespace-nowrap ${looks[look]} ${extra}`;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof looks;
  icon?: ReactNode;
}

/** A button; with an icon alone it needs an `aria-label`. */
export function Button({ look = 'plain', icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={buttonLook(look, className)}>
      {icon}
      {children}
    </button>
  );
}
