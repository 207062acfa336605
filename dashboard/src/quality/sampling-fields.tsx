/** How many traces a scorer judges as they come, and which. */
import { Field, Input } from '../components/field.tsx';

/** As the form holds it. */
export interface Sampling {
  /** 0 to 100, as typed. */
  percent: string;
  /** In the grammar of trace filters; empty is every trace. */
  filter: string;
}

/** As the API takes it. */
export function toSampling({ percent, filter }: Sampling): { sample_rate: number; filter: string | null } {
  return { sample_rate: Number(percent) / 100, filter: filter.trim() === '' ? null : filter.trim() };
}

/** A rate as percent, without the noise of binary fractions. */
export function toPercent(rate: number | null): string {
  return String(Number(((rate ?? 0) * 100).toFixed(6)));
}

interface SamplingFieldsProps {
  value: Sampling;
  onChange: (value: Sampling) => void;
}

export function SamplingFields({ value, onChange }: SamplingFieldsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-[8rem_1fr]">
      <Field label="Sample, %" hint="0: none.">
        <Input
          type="number"
          required
          min={0}
          max={100}
          step="any"
          value={value.percent}
          onChange={({ target }) => onChange({ ...value, percent: target.value })}
        />
      </Field>
      <Field label="Only traces where" hint="Empty: every trace of the experiment.">
        <Input
          placeholder="status = 'OK' AND trace.execution_time_ms > 1000"
          value={value.filter}
          onChange={({ target }) => onChange({ ...value, filter: target.value })}
        />
      </Field>
    </div>
  );
}
