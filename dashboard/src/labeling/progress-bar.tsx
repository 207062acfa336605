/** How far something is: done, skipped and left, as lengths and in words. An SVG, which is as wide as its place. */

interface ProgressBarProps {
  done: number;
  skipped: number;
  total: number;
  label: string;
}

export function ProgressBar({ done, skipped, total, label }: ProgressBarProps) {
  const share = (count: number) => (total === 0 ? 0 : (100 * count) / total);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      className="h-2 w-full min-w-24 overflow-hidden rounded-full bg-line"
    >
      <rect width={share(done)} height="1" className="fill-good" />
      <rect x={share(done)} width={share(skipped)} height="1" className="fill-warn" />
    </svg>
  );
}
