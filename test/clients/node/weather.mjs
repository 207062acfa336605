/** The tool that every library is given, in the forms they take. */
import { z } from 'zod';

export const description = 'The weather in a city.';
export const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
export const zodSchema = z.object({ city: z.string() });
export const openaiTool = {
  type: 'function',
  function: { name: 'get_weather', description, parameters: schema },
};
export const sky = ({ city }) => JSON.stringify({ city, sky: 'clear' });
