import { type Command, Option } from "commander";
import { CHANNEL_RULES } from "../../dsp/level/channel-matrix.ts";
import { SAMPLE_DITHERS } from "../format-options.ts";
import { channelCount, type Qualities, qualities, sampleRate, sampleWidth } from "../option-value.ts";

/** The options of commands that write another format. */
export function withFormatOptions(command: Command): Command {
  return command
    .option("--rate <hz>", "sample rate: 16000, 44.1k", sampleRate)
    .option("--channels <n>", "number of channels, mono or stereo", channelCount)
    .option("--bits <format>", "8, 16, 24, 32 (integers), 32f, 64f (floats), alaw or mulaw", sampleWidth)
    .addOption(
      new Option("--mix <rule>", "how channels become fewer or more (default: speakers)").choices(
        CHANNEL_RULES,
      ),
    )
    .option(
      "--quality <quality>",
      "of the change of the sample rate: fast, high (default), very-high; or of an encoding: 0 to 1",
      qualities,
    )
    .addOption(
      new Option("--dither <kind>", "of samples that are computed, up to 24 bits (default: tpdf)").choices(
        SAMPLE_DITHERS,
      ),
    );
}

/**
 * The options of a command with both meanings of `--quality` apart: `encodingQuality`, and `quality` of the
 * resampling.
 */
export function withQualities<O extends { readonly quality?: Qualities }>(options: O): O {
  const { quality = {}, ...rest } = options;
  const { encoding, resampling } = quality;
  return {
    ...rest,
    ...(resampling && { quality: resampling }),
    ...(encoding !== undefined && { encodingQuality: encoding }),
  } as unknown as O;
}
