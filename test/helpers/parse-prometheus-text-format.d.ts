declare module 'parse-prometheus-text-format' {
  /** The families of a text in Prometheus's format. */
  export default function parsePrometheusTextFormat(text: string): unknown;
}
