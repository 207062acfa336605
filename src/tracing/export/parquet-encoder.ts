/** Traces as a Parquet file: one row group per page, its bytes given on before the next one is made. */
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { schemaFromColumnData } from 'hyparquet-writer/src/schema.js';
import type { TraceInfo } from '../trace.ts';
import { traceColumns, type TraceColumn } from './trace-columns.ts';
import type { TraceEncoder } from './trace-encoder.ts';

const TYPES = {
  string: 'STRING',
  json: 'STRING',
  integer: 'INT64',
  number: 'DOUBLE',
  time: 'TIMESTAMP',
} as const satisfies Record<TraceColumn['type'], string>;

/** Creates the encoder. */
export function createParquetEncoder(): TraceEncoder {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: toColumns([]) }),
    createdBy: 'weir',
  });
  const take = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  return {
    page(traces) {
      if (traces.length > 0) void parquet.write({ columnData: toColumns(traces) });
      return take();
    },
    end() {
      void parquet.finish();
      return take();
    },
  };
}

function toColumns(traces: TraceInfo[]) {
  return traceColumns.map(({ name, type, value }) => ({
    name,
    type: TYPES[type],
    nullable: name !== 'trace_id',
    data: traces.map((info) => toParquetValue(type, value(info))),
  }));
}

function toParquetValue(type: TraceColumn['type'], value: string | number | null) {
  if (value === null || typeof value === 'string') return value;
  if (type === 'integer') return BigInt(Math.round(value));
  return type === 'time' ? new Date(value) : value;
}
