import { expect, it } from "vitest";
import { recordingName } from "../../../src/jobs/snippets/recording-name.ts";

it.each([
  ["session.wav", "session.wav", "session"],
  ["two.parts.wav", "two.parts.wav", "two.parts"],
  [".wav", ".wav", ".wav"],
  [undefined, "recording.wav", "recording"],
  ["https://example.org/a/session.wav?key=secret#t", "https://example.org/a/session.wav", "session"],
  ["https://example.org/", "https://example.org/", "example"],
])("a recording called %s is %s in a manifest, and its session %s", (source, name, session) => {
  expect(recordingName(source)).toEqual({ name, session });
});
