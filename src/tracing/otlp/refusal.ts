/** A request that OTLP's endpoint refuses: answered with `{"detail"}`, as MLflow's own does (mlflow/server/otel_api.py). */

/** Statuses the endpoint refuses with; none of them makes an exporter try again. */
export type RefusalStatus = 400 | 413 | 422;

/** What is wrong with a request, for its sender. */
export class OtlpRefusal extends Error {
  readonly status: RefusalStatus;

  constructor(status: RefusalStatus, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OtlpRefusal';
    this.status = status;
  }
}
