/** The model list: the plain model, and one example of each knob, ready to be copied. */

const EXAMPLES = [
  'demo',
  'demo?latency=500',
  'demo?chunk=50&tokens=200',
  'demo?error=429',
  'demo?break=split',
  'demo?break=no-usage',
  'demo?break=hang&at=5',
  'demo?break=error-event&at=5',
  'demo?break=early-end&at=5',
  'demo?break=reset&at=5',
  'demo?break=comments',
  'demo?break=crlf',
  'demo?break=no-space',
  'demo?break=refuse-stream-options',
];

/** `GET /v1/models`. */
export function listModels(): Response {
  const data = EXAMPLES.map((id) => ({ id, object: 'model', created: 1_790_000_000, owned_by: 'weir' }));
  return Response.json({ object: 'list', data });
}
