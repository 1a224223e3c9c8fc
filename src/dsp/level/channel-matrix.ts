import { checkChoiceOption } from "../../stream/choice-option.ts";
import { LongwaveError, optionError } from "../../stream/error.ts";

/** By which rule channels are mixed to more or fewer. */
export type ChannelRule = "speakers" | "discrete" | "itu";

/** All rules that there are. */
export const CHANNEL_RULES: readonly ChannelRule[] = ["speakers", "discrete", "itu"];

/** A row for each channel that comes out; in it, the gains with which the channels that went in are added. */
export type ChannelMatrix = readonly (readonly number[])[];

/** Loudspeakers, by the names that the channel mask of a WAVE file has for them. */
type Speaker = "FL" | "FR" | "FC" | "LFE" | "BL" | "BR" | "SL" | "SR";

/** What so many channels are, in the order of the channel mask. A single channel is the center. */
const LAYOUTS: Readonly<Record<number, readonly Speaker[]>> = {
  1: ["FC"],
  2: ["FL", "FR"],
  3: ["FL", "FR", "FC"],
  4: ["FL", "FR", "BL", "BR"],
  5: ["FL", "FR", "FC", "BL", "BR"],
  6: ["FL", "FR", "FC", "LFE", "BL", "BR"],
  8: ["FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"],
};

/** Where the sound of a loudspeaker goes that is not there, at half the power for each step of the way. */
const NEIGHBORS: Readonly<Record<Speaker, readonly Speaker[]>> = {
  SL: ["BL"],
  SR: ["BR"],
  BL: ["FL"],
  BR: ["FR"],
  FC: ["FL", "FR"],
  FL: ["FC"],
  FR: ["FC"],
  LFE: [],
};

/** The square root of a half: -3 dB. */
const HALF_POWER = Math.SQRT1_2;

/** The gain after so many steps at half the power. No way from side to center is longer. */
const PATH_GAINS: readonly number[] = [1, HALF_POWER, 0.5, HALF_POWER / 2];

/**
 * Web Audio API 1.1, section 4 ("Channel up-mixing and down-mixing"), "speakers": mono, stereo, quad and 5.1, by
 * `from` and `to`.
 */
const SPEAKERS: Readonly<Record<string, ChannelMatrix>> = {
  "1 2": [[1], [1]],
  "1 4": [[1], [1], [0], [0]],
  "1 6": [[0], [0], [1], [0], [0], [0]],
  "2 4": [
    [1, 0],
    [0, 1],
    [0, 0],
    [0, 0],
  ],
  "2 6": [
    [1, 0],
    [0, 1],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ],
  "4 6": [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ],
  "2 1": [[0.5, 0.5]],
  "4 1": [[0.25, 0.25, 0.25, 0.25]],
  "6 1": [[HALF_POWER, HALF_POWER, 1, 0, 0.5, 0.5]],
  "4 2": [
    [0.5, 0, 0.5, 0],
    [0, 0.5, 0, 0.5],
  ],
  "6 2": [
    [1, 0, HALF_POWER, 0, HALF_POWER, 0],
    [0, 1, HALF_POWER, 0, 0, HALF_POWER],
  ],
  "6 4": [
    [1, 0, HALF_POWER, 0, 0, 0],
    [0, 1, HALF_POWER, 0, 0, 0],
    [0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 1],
  ],
};

/**
 * The matrix that makes `to` channels of `from`. As many as there are stay as they are, by every rule.
 *
 * - `"speakers"`: the Web Audio API's channel interpretation of that name, between 1 (mono), 2 (stereo), 4 (quad) and 6
 *   channels (5.1). Stereo becomes mono at 0.5 each, mono becomes stereo at 1.
 * - `"discrete"`: any numbers. Channels stay as they are; what is too many is dropped, what is too few is silence.
 * - `"itu"`: the downward mixing equations of ITU-R BS.775-3, between 1 (1/0), 2 (2/0), 3 (3/0), 4 (2/2), 5 (3/2), 6
 *   (5.1) and 8 channels (7.1). A channel that has no loudspeaker goes to its neighbor at 0.7071, step by step: back to
 *   front, center to left and right, left and right to the center. So stereo becomes mono at 0.7071 each, and the back
 *   channels become mono at 0.5. The LFE channel is dropped unless it has a loudspeaker. The recommendation does not
 *   know 7.1: its side and back channels become one pair at 0.7071 each, as the two of 3/2 become the one of 3/1. What
 *   is mixed so may exceed full scale: by up to 3.0 dB for stereo to mono, 7.7 dB for 5.1 to stereo, 11.7 dB for 7.1 to
 *   mono.
 *
 * Channels are in the order of a WAVE file's channel mask: 5.1 is FL FR FC LFE BL BR, 7.1 has SL SR behind that.
 *
 * @param from 1 or more
 * @param to 1 or more
 * @throws LongwaveError `audio/no-channel-rule` where the rule does not know these numbers; `options/invalid`
 */
export function channelMatrix(from: number, to: number, rule: ChannelRule): ChannelMatrix {
  checkCount("from", from);
  checkCount("to", to);
  checkChoiceOption("rule", rule, CHANNEL_RULES);
  const matrix = from === to || rule === "discrete" ? discrete(from, to) : byLayout(from, to, rule);
  if (matrix !== undefined) return matrix;
  const known = rule === "itu" ? "1 to 6 and 8" : "1, 2, 4 and 6";
  throw new LongwaveError(
    "audio/no-channel-rule",
    `the rule "${rule}" knows ${known} channels, got ${from} to be mixed to ${to}: ` +
      'the rule "discrete" keeps the first channels of any number as they are',
    { from, to, rule },
  );
}

function byLayout(from: number, to: number, rule: ChannelRule): ChannelMatrix | undefined {
  return rule === "itu" ? itu(from, to) : SPEAKERS[`${from} ${to}`];
}

function discrete(from: number, to: number): ChannelMatrix {
  return Array.from({ length: to }, (_, row) =>
    Array.from({ length: from }, (_, column) => (row === column ? 1 : 0)),
  );
}

function itu(from: number, to: number): ChannelMatrix | undefined {
  const inputs = LAYOUTS[from];
  const outputs = LAYOUTS[to];
  if (inputs === undefined || outputs === undefined) return undefined;
  const matrix = outputs.map(() => inputs.map(() => 0));
  const route = (speaker: Speaker, input: number, steps: number): void => {
    const row = matrix[outputs.indexOf(speaker)];
    if (row !== undefined) row[input] = PATH_GAINS[steps] ?? 0;
    else for (const neighbor of NEIGHBORS[speaker]) route(neighbor, input, steps + 1);
  };
  const merges = inputs.includes("SL") && !outputs.includes("SL");
  inputs.forEach((speaker, input) => {
    // The back channels give way to the side channels that join them.
    route(speaker, input, merges && (speaker === "BL" || speaker === "BR") ? 1 : 0);
  });
  return matrix;
}

function checkCount(name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw optionError(name, "an integer of at least 1", count);
}
