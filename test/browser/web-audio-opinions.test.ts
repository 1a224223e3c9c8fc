import { pageWebAudio } from "../../src/audio/web-audio/web-audio.ts";
import { webAudioProcessor } from "../../src/audio/web-audio/web-audio-processor.ts";
import { describeOpinions } from "../helpers/web-audio-opinions.ts";

// Chromium keeps what goes around in its filters as floats.
describeOpinions("in a page", {
  webAudioProcessor,
  webAudio: () => pageWebAudio("OfflineAudioContext"),
  biquadPrecision: -105,
});
