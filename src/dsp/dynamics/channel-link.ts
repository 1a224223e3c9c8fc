/** Whether one gain, that of the loudest channel, is for all channels (`max`), or each has its own (`none`). */
export type ChannelLink = "max" | "none";

/** The values that a `link` option may have. */
export const CHANNEL_LINKS: readonly ChannelLink[] = ["max", "none"];

/** The channels that share a gain: by their numbers, in groups. */
export function linkedChannels(link: ChannelLink, channels: number): readonly (readonly number[])[] {
  const numbers = Array.from({ length: channels }, (_, channel) => channel);
  return link === "max" ? [numbers] : numbers.map((channel) => [channel]);
}
