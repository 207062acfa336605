/** The tool that the tools scenario offers, in the JSON Schema that every SDK takes. */
import { WEATHER } from '../upstream/wire.ts';

/** Name, description and schema. */
export const weatherTool = {
  name: WEATHER.name,
  description: 'Weather in a city, now',
  schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' as const } },
    required: ['city'],
  },
};

/** What the model calls it with. */
export const weatherArguments = WEATHER.cities.map((city) => ({ city }));
