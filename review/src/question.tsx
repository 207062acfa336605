/** One question: its choices, a number or a text, and a comment where it takes one. */
import { useId } from 'preact/hooks';
import type { Answer, Question } from '../../src/labeling/review-wire.ts';

/** What a question's card needs. */
export interface QuestionProps {
  question: Question;
  answer: Answer | undefined;
  /** The one that keys answer. */
  isCurrent: boolean;
  disabled: boolean;
  /** Null takes the answer back. `typing`: more may follow at once. */
  onAnswer: (answer: Answer | null, typing: boolean) => void;
  onFocus: () => void;
}

/** A choice, with the key that makes it. */
interface Choice {
  value: boolean | string;
  label: string;
  key: string;
  tone: 'good' | 'bad' | 'plain';
}

/** The choices of a question in the order of their keys; none for numbers and texts. */
export function choicesOf({ input }: Question): Choice[] {
  if (input.kind === 'pass_fail') {
    return [
      { value: true, label: input.positiveLabel, key: '1', tone: 'good' },
      { value: false, label: input.negativeLabel, key: '2', tone: 'bad' },
    ];
  }
  if (input.kind !== 'categorical') return [];
  return input.options.map((option, index) => ({
    value: option,
    label: option,
    key: String((index + 1) % 10),
    tone: 'plain',
  }));
}

/** The answer after a choice was made: another one, one more, or one less. */
export function choose(
  question: Question,
  answer: Answer | undefined,
  value: boolean | string,
): Answer | null {
  const comment = answer?.comment ?? null;
  const isMany = question.input.kind === 'categorical' && question.input.multiSelect;
  if (!isMany) return answer?.value === value ? null : { value, comment };
  const chosen = Array.isArray(answer?.value) ? answer.value : [];
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  return next.length === 0 ? null : { value: next, comment };
}

/** A question. */
export function QuestionCard(props: QuestionProps) {
  const { question, answer, isCurrent, disabled, onFocus } = props;
  const id = useId();
  const { schemaId, title, instruction, enableComment } = question;
  return (
    <fieldset
      class={`question ${isCurrent ? 'current' : ''}`}
      data-schema={schemaId}
      disabled={disabled}
      onFocusIn={onFocus}
      aria-describedby={instruction === null ? undefined : `${id}-instruction`}
    >
      <legend>
        {title}
        {answer !== undefined && (
          <span class="tick" role="img" aria-label="answered">
            ✓
          </span>
        )}
      </legend>
      {instruction !== null && (
        <p id={`${id}-instruction`} class="muted">
          {instruction}
        </p>
      )}
      <Input {...props} id={id} />
      {enableComment && answer !== undefined && (
        <label class="comment">
          <span>Comment</span>
          <textarea
            rows={2}
            maxLength={10_000}
            data-role="comment"
            value={answer.comment ?? ''}
            onInput={(event) => {
              const text = event.currentTarget.value;
              props.onAnswer({ value: answer.value, comment: text === '' ? null : text }, true);
            }}
          />
        </label>
      )}
    </fieldset>
  );
}

function Input(props: QuestionProps & { id: string }) {
  const { kind } = props.question.input;
  if (kind === 'numeric') return <NumberInput {...props} />;
  return kind === 'text' ? <TextInput {...props} /> : <Choices {...props} />;
}

function Choices({ question, answer, isCurrent, onAnswer, id }: QuestionProps & { id: string }) {
  const isMany = question.input.kind === 'categorical' && question.input.multiSelect;
  const value = answer?.value;
  const isChosen = (one: boolean | string): boolean =>
    Array.isArray(value) ? value.includes(one) : value === one;
  return (
    <div class="choices">
      {choicesOf(question).map((choice) => (
        <label key={choice.label} class={`choice ${choice.tone}`}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={id}
            checked={isChosen(choice.value)}
            onChange={() => onAnswer(choose(question, answer, choice.value), false)}
            onClick={() => {
              // A radio that is chosen says nothing when it is clicked again: that takes the answer back.
              if (!isMany && isChosen(choice.value)) onAnswer(null, false);
            }}
          />
          <span>{choice.label}</span>
          {isCurrent && (
            <kbd class="key" aria-hidden="true">
              {choice.key}
            </kbd>
          )}
        </label>
      ))}
    </div>
  );
}

function NumberInput({ question, answer, onAnswer }: QuestionProps) {
  const { input, title } = question;
  if (input.kind !== 'numeric') return null;
  const { minValue, maxValue } = input;
  const bounds = [minValue === null ? '' : `from ${minValue}`, maxValue === null ? '' : `to ${maxValue}`];
  const hint = bounds.filter((bound) => bound !== '').join(' ');
  return (
    <label class="number">
      <input
        type="number"
        inputMode="decimal"
        step="any"
        aria-label={title}
        min={minValue ?? undefined}
        max={maxValue ?? undefined}
        value={typeof answer?.value === 'number' ? answer.value : ''}
        onInput={(event) => {
          const { value, validity } = event.currentTarget;
          if (!validity.valid) return;
          onAnswer(value === '' ? null : { value: Number(value), comment: answer?.comment ?? null }, true);
        }}
      />
      <span class="muted">{hint}</span>
    </label>
  );
}

function TextInput({ question, answer, onAnswer }: QuestionProps) {
  const { input, title } = question;
  if (input.kind !== 'text') return null;
  return (
    <textarea
      rows={3}
      aria-label={title}
      maxLength={input.maxLength ?? 20_000}
      value={typeof answer?.value === 'string' ? answer.value : ''}
      onInput={(event) => {
        const { value } = event.currentTarget;
        onAnswer(value.trim() === '' ? null : { value, comment: answer?.comment ?? null }, true);
      }}
    />
  );
}
