import type { ByteSink } from "../../stream/byte-sink.ts";

/** A sink for those who abort it when they fail, where that is for whoever opened it. */
export function leftOpen(sink: ByteSink): ByteSink {
  const { patch, resize } = sink;
  return {
    write: (bytes) => sink.write(bytes),
    close: () => sink.close(),
    abort: async () => {},
    ...(patch && { patch: patch.bind(sink) }),
    ...(resize && { resize: resize.bind(sink) }),
  };
}
