/** A form drawn from a JSON schema: the options of a scorer in code, whichever it is. What it does not know is JSON. */
import { useState } from 'react';
import type { Json } from '../../../src/core/json.ts';
import { Check } from '../components/choice.tsx';
import { Field, Input, Select, TextArea } from '../components/field.tsx';

type Members = Record<string, unknown>;

interface OptionsFormProps {
  schema: Members;
  value: { [name: string]: Json };
  onChange: (value: { [name: string]: Json }) => void;
}

const members = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

export function OptionsForm({ schema, value, onChange }: OptionsFormProps) {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(members(schema['properties'])).map(([name, property]) => (
    <Option
      key={name}
      name={name}
      schema={members(property)}
      required={required.includes(name)}
      value={value[name]}
      onChange={(next) => {
        const { [name]: _, ...others } = value;
        onChange(next === undefined ? others : { ...others, [name]: next });
      }}
    />
  ));
}

interface OptionProps {
  name: string;
  schema: Members;
  required: boolean;
  value: Json | undefined;
  /** Undefined takes it away. */
  onChange: (value: Json | undefined) => void;
}

function Option({ name, schema, required, value, onChange }: OptionProps) {
  const label = wordsOf(name);
  const { type, enum: choices, default: usual } = schema;
  if (type === 'boolean') {
    return <Check label={label} checked={(value ?? usual) === true} onChange={onChange} />;
  }
  if (Array.isArray(choices)) {
    return (
      <Field label={label}>
        <Select
          className="w-full"
          value={String(value ?? usual ?? choices[0])}
          onChange={({ target }) => onChange(target.value)}
        >
          {choices.map((choice) => (
            <option key={String(choice)}>{String(choice)}</option>
          ))}
        </Select>
      </Field>
    );
  }
  if (type === 'number' || type === 'integer') {
    return (
      <Field label={label}>
        <Input
          type="number"
          step={type === 'integer' ? 1 : 'any'}
          required={required}
          placeholder={typeof usual === 'number' ? String(usual) : undefined}
          value={typeof value === 'number' ? value : ''}
          onChange={({ target }) => onChange(target.value === '' ? undefined : Number(target.value))}
        />
      </Field>
    );
  }
  if (type === 'string') {
    return (
      <Field label={label}>
        <Input
          required={required}
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        />
      </Field>
    );
  }
  return <Texts {...{ label, required, value, onChange }} isList={type === 'array'} />;
}

interface TextsProps {
  label: string;
  required: boolean;
  isList: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

/** Several texts, one a line; or any JSON. */
function Texts({ label, required, isList, value, onChange }: TextsProps) {
  const [text, setText] = useState(() =>
    Array.isArray(value) ? value.map(String).join('\n') : value === undefined ? '' : JSON.stringify(value),
  );
  return (
    <Field label={label} hint={isList ? 'One a line.' : 'JSON.'}>
      <TextArea
        rows={3}
        required={required}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          onChange(isList ? linesOf(target.value) : parsed(target.value));
        }}
      />
    </Field>
  );
}

function linesOf(text: string): string[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? undefined : lines;
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives any.
    return JSON.parse(text) as Json;
  } catch {
    return text === '' ? undefined : text;
  }
}

/** `maximumMs` reads "Maximum ms". */
function wordsOf(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
