import { describe, expect, it } from "vitest";
import { fromAudioBuffer } from "../../../src/audio/web-audio/from-audio-buffer.ts";
import { toAudioBuffer } from "../../../src/audio/web-audio/to-audio-buffer.ts";
import { globalWebAudio } from "../../../src/audio/web-audio/web-audio.ts";
import { webAudioProcessor } from "../../../src/audio/web-audio/web-audio-processor.ts";
import { failure, failureCode } from "../../helpers/failure.ts";
import { samplePlanes, sampleSource } from "../../helpers/wav-samples.ts";
import { describeWebAudio } from "../../helpers/web-audio-contract.ts";

const isPage = globalWebAudio() !== undefined;

if (isPage) describeWebAudio("in a page", { webAudioProcessor, toAudioBuffer });

describe.runIf(!isPage)("where there is no Web Audio", () => {
  it("says where else to import from", async () => {
    const { render } = webAudioProcessor((_, input) => input)({ frame: 0, sampleRate: 8000, channels: 1 });
    const error = await failure(render(samplePlanes(1, 10)));
    expect(error.code).toBe("audio/no-web-audio");
    expect(error.message).toBe(
      "there is no Web Audio here: in Node, import webAudioProcessor from longwave/node; " +
        "of browsers, only pages have it, not workers",
    );
    expect((await failure(toAudioBuffer(sampleSource(1, 10)))).message).toContain(
      "import toAudioBuffer from",
    );
  });
});

describe("fromAudioBuffer", () => {
  /** All that it asks of an AudioBuffer. */
  const buffer = {
    sampleRate: 44100,
    numberOfChannels: 2,
    length: 100,
    copyFromChannel(into: Float32Array, channel: number, start = 0) {
      into.set(samplePlanes(2, 100)[channel]!.subarray(start, start + into.length));
    },
  };

  it("is short at the end alone, and leaves what lies behind as it is", async () => {
    const planes = [new Float32Array(10).fill(9), new Float32Array(10).fill(9)];
    expect(await fromAudioBuffer(buffer).read(97, planes)).toBe(3);
    expect(planes[1]).toEqual(Float32Array.of(...samplePlanes(2, 3, 97)[1]!, 9, 9, 9, 9, 9, 9, 9));
    expect(await fromAudioBuffer(buffer).read(100, planes)).toBe(0);
    expect(await fromAudioBuffer(buffer).read(2 ** 40, planes)).toBe(0);
  });

  it("refuses planes and places that do not fit", async () => {
    const source = fromAudioBuffer(buffer);
    expect(await failureCode(source.read(0, [new Float32Array(1)]))).toBe("audio/bad-planes");
    expect(await failureCode(source.read(-1, samplePlanes(2, 1)))).toBe("audio/bad-start");
  });
});
