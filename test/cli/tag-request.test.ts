import { describe, expect, test } from "vitest";
import { requestedChange, type TagRequest } from "../../src/cli/tag-request.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { rejection } from "../helpers/failure.ts";

/** Two seconds at 8 kHz. */
const TAKE = { sampleRate: 8000, frames: 16_000, name: "take.wav", littleEndian: true };

describe("a cue point or a region is typed as", () => {
  test.each([
    ["1.5", { frame: 12_000 }],
    ["1.5:30", { frame: 12_000, label: "30" }],
    ["0:01.5:who: Ada", { frame: 12_000, label: "who: Ada" }],
    ["0:00:01,5:x", { frame: 12_000, label: "x" }],
    ["1:2 takes", { frame: 8000, label: "2 takes" }],
    ["2:the end", { frame: 16_000, label: "the end" }],
    ["0:00:00:01", { frame: 0, label: "01" }],
    ["1:two\nlines", { frame: 8000, label: "two\nlines" }],
  ])("--cue %j", async (text, point) => {
    const { change } = await requestedChange({ cue: [text] }, undefined);
    expect(change({}, TAKE).cues).toEqual({ points: [{ id: 1, ...point }] });
  });

  test.each([
    ["0.5-1:a - b", { frame: 4000, label: "a - b" }, 4000],
    ["0:00.5-0:00:02", { frame: 4000 }, 12_000],
    ["1 - 1.5", { frame: 8000 }, 4000],
  ])("--region %j", async (text, point, frames) => {
    const { change } = await requestedChange({ region: [text] }, undefined);
    const region = { frames, purpose: "rgn " };
    expect(change({}, TAKE).cues).toEqual({ points: [{ id: 1, ...point, region }] });
  });
});

test.each<[TagRequest, RegExp]>([
  [{}, /^expected a change: --set, --remove, --cue, --region or --clear-cues$/],
  [{ set: ["INFO:inma=x"] }, /^unknown field INFO:inma: expected one of .*INAM \(title\)/],
  [{ set: ["INFO:ITRACK=x"] }, /^unknown field INFO:ITRACK: expected one of .*ITRK \(track\)/],
  [{ set: ["bext:title=x"] }, /^unknown field bext:title: expected one of description, /],
  [{ set: ["cart:name=x"] }, /^unknown field cart:name: expected one of version, title, /],
  [{ set: ["id3:TITLE=x"] }, /^unknown field id3:TITLE: expected a frame of text such as TIT2/],
  [{ set: ["id3:TIT2:description=x"] }, /^unknown field id3:TIT2:description/],
  [{ set: ["id3:APIC=x"] }, /^id3:APIC cannot be set, only removed$/],
  [{ set: ["cues=x"] }, /^cues cannot be set, only removed$/],
  [{ set: ["title=x"] }, /^unknown field "title": expected INFO:…, bext:…/],
  [{ set: ["foo:bar=x"] }, /^unknown field "foo:bar": expected INFO:…, bext:…/],
  [{ remove: ["INFO:title of it"] }, /^unknown field INFO:title of it: expected one of/],
  [{ set: ["INFO:INAM"] }, /^--set must be FIELD=VALUE/],
  [{ set: ["INFO:INAM=a", "info:title=b"] }, /^--set gives INFO:INAM twice$/],
  [{ set: ["bext:version=two"] }, /^bext:version must be a whole number, got "two"$/],
  [{ set: ["bext:loudness="] }, /^bext:loudness must be a number, got ""$/],
  [{ set: ["bext:timeReference=noon"] }, /^bext:timeReference must be frames, or a time as h:mm:ss\.mmm/],
  [{ set: ["bext:timeReference=1:75:00"] }, /^bext:timeReference must be frames, or a time/],
  [{ cue: ["soon"] }, /^--cue must be TIME or TIME:LABEL/],
  [{ cue: ["1:75"] }, /^--cue must be TIME or TIME:LABEL/],
  [{ cue: ["-1"] }, /^--cue must be TIME or TIME:LABEL/],
  [{ region: ["2-1"] }, /^--region must be FROM-TO or FROM-TO:LABEL/],
  [{ region: ["1"] }, /^--region must be FROM-TO or FROM-TO:LABEL/],
])("%j is wrong usage", async (request, message) => {
  const error = await rejection(requestedChange(request, undefined));
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toMatch(message);
});

describe("a code of an INFO list that has no name", () => {
  test("can be set, with a note, as it stands", async () => {
    const { change, notes } = await requestedChange({ set: ["INFO:ITRX=7", "INFO:INAM=x"] }, undefined);
    expect(change({}, TAKE)).toEqual({ info: { ITRX: "7", INAM: "x" } });
    expect(notes).toEqual(["INFO:ITRX is no code that is known here; it is set as it is"]);
  });

  test("can be removed, in small letters too, and without a note", async () => {
    const { change, notes } = await requestedChange({ remove: ["INFO:IAS1", "INFO:iprv"] }, undefined);
    const info = { IAS1: "English", iprv: "y", INAM: "x" };
    expect(change({ info }, TAKE)).toEqual({ info: { INAM: "x" } });
    expect(notes).toEqual([]);
  });
});
