/** Points a name at a version, or at several by weight. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { Prompt, PromptVersion } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';

interface Arm {
  version: number;
  weight: number;
}

interface AliasEditorProps {
  prompt: Prompt;
  versions: PromptVersion[];
  onClose: () => void;
}

export function AliasEditor({ prompt, versions, onClose }: AliasEditorProps) {
  const client = useQueryClient();
  const [alias, setAlias] = useState(prompt.aliases[0]?.alias ?? 'production');
  const [arms, setArms] = useState<Arm[]>([{ version: versions[0]?.version ?? 1, weight: 100 }]);
  const save = useMutation({
    mutationFn: () =>
      call(`/api/v1/prompts/${encodeURIComponent(prompt.name)}/aliases/${encodeURIComponent(alias)}`, {
        method: 'PUT',
        body: arms.length === 1 ? { version: arms[0]?.version } : { split: arms },
      }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['prompts'] });
      onClose();
    },
  });
  const change = (index: number, changes: Partial<Arm>) =>
    setArms(arms.map((arm, at) => (at === index ? { ...arm, ...changes } : arm)));
  return (
    <Dialog title={`Alias of ${prompt.name}`} onClose={onClose}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label="Alias">
          <Input required value={alias} onChange={({ target }) => setAlias(target.value)} />
        </Field>
        {arms.map((arm, index) => (
          <div key={index} className="flex items-end gap-2">
            <Field label="Version">
              <Select
                value={arm.version}
                onChange={({ target }) => change(index, { version: Number(target.value) })}
              >
                {versions.map(({ version }) => (
                  <option key={version}>{version}</option>
                ))}
              </Select>
            </Field>
            {arms.length > 1 && (
              <>
                <Field label="Weight">
                  <Input
                    type="number"
                    min={0}
                    step="any"
                    value={arm.weight}
                    onChange={({ target }) => change(index, { weight: Number(target.value) })}
                  />
                </Field>
                <Button
                  look="quiet"
                  aria-label="Remove version"
                  icon={<Trash2 size={14} />}
                  onClick={() => setArms(arms.filter((_, at) => at !== index))}
                />
              </>
            )}
          </div>
        ))}
        {versions.length > arms.length && (
          <Button
            icon={<Plus size={14} />}
            onClick={() => setArms([...arms, { version: versions[arms.length]?.version ?? 1, weight: 100 }])}
          >
            Split with another version
          </Button>
        )}
        {save.isError && <Failure cause={save.error} />}
        <div>
          <Button look="primary" type="submit" disabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
