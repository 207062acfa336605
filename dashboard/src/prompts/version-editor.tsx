/** Writes a new version of a prompt, or the first of a new one, with its variables filled in beside it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { PromptVersion } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select, TextArea } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { toMessages, toTemplate, variablesIn, type TemplateMessage } from './template.ts';

const roles = ['text', 'system', 'user', 'assistant'];

interface VersionEditorProps {
  /** Null for a new prompt. */
  name: string | null;
  /** The version to begin from. */
  base: PromptVersion | null;
  onClose: () => void;
}

interface Registered {
  prompt_version: PromptVersion;
  warnings: { message: string }[];
}

export function VersionEditor({ name, base, onClose }: VersionEditorProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [newName, setNewName] = useState('');
  const [messages, setMessages] = useState(() =>
    toMessages(base?.template ?? [{ role: 'system', content: '' }]),
  );
  const [message, setMessage] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const body = { template: toTemplate(messages), commit_message: message === '' ? null : message };
      return name === null
        ? call<Registered>('/api/v1/prompts', { method: 'POST', body: { ...body, name: newName } })
        : call<Registered>(`/api/v1/prompts/${encodeURIComponent(name)}/versions`, {
            method: 'POST',
            body: { ...body, model_config: base?.model_config, response_format: base?.response_format },
          });
    },
    async onSuccess({ prompt_version: saved }) {
      await client.invalidateQueries({ queryKey: ['prompts'] });
      onClose();
      await navigate({
        to: '/prompts/$name',
        params: { name: saved.name },
        search: { version: String(saved.version) },
      });
    },
  });
  return (
    <Dialog title={name === null ? 'New prompt' : `New version of ${name}`} onClose={onClose} wide>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {name === null && (
          <Field label="Name" hint="Letters, digits, dots, dashes and underscores.">
            <Input required autoFocus value={newName} onChange={({ target }) => setNewName(target.value)} />
          </Field>
        )}
        <Messages messages={messages} onChange={setMessages} />
        <Variables messages={messages} />
        <Field label="What changed">
          <Input value={message} onChange={({ target }) => setMessage(target.value)} />
        </Field>
        {save.isError && <Failure cause={save.error} />}
        <Button look="primary" type="submit" disabled={save.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}

interface MessagesProps {
  messages: TemplateMessage[];
  onChange: (messages: TemplateMessage[]) => void;
}

function Messages({ messages, onChange }: MessagesProps) {
  const change = (index: number, changes: Partial<TemplateMessage>) =>
    onChange(messages.map((message, at) => (at === index ? { ...message, ...changes } : message)));
  return (
    <div className="space-y-2">
      {messages.map(({ role, content }, index) => (
        <div key={index} className="rounded-lg border border-line p-2">
          <div className="mb-1 flex items-center gap-2">
            <Select
              aria-label="Role"
              value={role}
              onChange={({ target }) => change(index, { role: target.value })}
            >
              {roles
                .filter((one) => one !== 'text' || messages.length === 1)
                .map((one) => (
                  <option key={one} value={one}>
                    {one === 'text' ? 'plain text' : one}
                  </option>
                ))}
            </Select>
            {messages.length > 1 && (
              <Button
                look="quiet"
                aria-label="Remove message"
                icon={<Trash2 size={14} />}
                onClick={() => onChange(messages.filter((_, at) => at !== index))}
              />
            )}
          </div>
          <TextArea
            aria-label="Content"
            required
            rows={Math.min(18, Math.max(4, content.split('\n').length + 1))}
            className="font-mono"
            value={content}
            onChange={({ target }) => change(index, { content: target.value })}
          />
        </div>
      ))}
      {messages[0]?.role !== 'text' && (
        <Button
          icon={<Plus size={14} />}
          onClick={() => onChange([...messages, { role: 'user', content: '' }])}
        >
          Add message
        </Button>
      )}
    </div>
  );
}

function Variables({ messages }: { messages: TemplateMessage[] }) {
  const variables = variablesIn(messages);
  return (
    <p className="text-sm text-muted">
      {variables.length === 0 ? (
        <>
          No variables. Write one as <code>{'{{name}}'}</code>.
        </>
      ) : (
        <>
          Variables: <code>{variables.join(', ')}</code>
        </>
      )}
    </p>
  );
}
