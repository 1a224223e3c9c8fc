import { test } from "vitest";
import { globalWebAudio, pageWebAudio } from "../../../src/audio/web-audio/web-audio.ts";
import { webAudioProcessor } from "../../../src/audio/web-audio/web-audio-processor.ts";
import { describeOpinions } from "../../helpers/web-audio-opinions.ts";

if (globalWebAudio()) {
  const webAudio = () => pageWebAudio("OfflineAudioContext");
  // Chromium keeps what goes around in its filters as floats.
  describeOpinions("in a page", { webAudioProcessor, webAudio, biquadPrecision: -105 });
} else test.skip("what a page's Web Audio says is asked in a browser");
