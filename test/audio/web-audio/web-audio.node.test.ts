import { describe, expect, it } from "vitest";
import { toAudioBuffer, webAudioProcessor } from "../../../src/audio/node/index.ts";
import { nodeWebAudio } from "../../../src/audio/node/web-audio.ts";
import { failure } from "../../helpers/failure.ts";
import { describeWebAudio } from "../../helpers/web-audio-contract.ts";

describeWebAudio("in Node", { webAudioProcessor, toAudioBuffer });

describe("the package node-web-audio-api", () => {
  it("is asked for where it is missing", async () => {
    const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    const error = await failure(nodeWebAudio(() => Promise.reject(missing)));
    expect(error.code).toBe("audio/no-web-audio");
    expect(error.message).toBe("Node has no Web Audio of its own: npm install node-web-audio-api");
    expect(error.cause).toBe(missing);
  });

  it("is said not to load where it is there and does not", async () => {
    const broken = new Error("libasound.so.2: cannot open shared object file");
    const error = await failure(nodeWebAudio(() => Promise.reject(broken)));
    expect(error.message).toBe(
      "the package node-web-audio-api does not load here: libasound.so.2: cannot open shared object file",
    );
  });
});
