/** Tools in MLflow's shape (`mlflow.chat.tools`), which is OpenAI's. */
import { asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';

/** A tool's parts as a dialect names them. */
export interface ToolParts {
  name: Json | undefined;
  description: Json | undefined;
  parameters: Json | undefined;
}

/** The tool in MLflow's shape; none when it has no name. */
export function functionTool({ name, description, parameters }: ToolParts): Json[] {
  const known = asString(name);
  if (known === null) return [];
  const shaped: JsonObject = { name: known };
  if (typeof description === 'string') shaped.description = description;
  if (isObject(parameters)) shaped.parameters = parameters;
  return [{ type: 'function', function: shaped }];
}
