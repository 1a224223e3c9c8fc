import { webAudioProcessor } from "../../../src/audio/node/index.ts";
import { nodeWebAudio } from "../../../src/audio/node/web-audio.ts";
import { describeOpinions } from "../../helpers/web-audio-opinions.ts";

describeOpinions("in Node", { webAudioProcessor, webAudio: () => nodeWebAudio(), biquadPrecision: -120 });
