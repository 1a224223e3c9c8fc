import { INFO_NAMES } from "../wav/metadata/info.ts";
import type { WavMetadata } from "../wav/metadata/metadata.ts";
import type { Wav } from "../wav/wav.ts";
import { broadcastFields, cartFields, instrumentFields } from "./chunk-fields.ts";
import { cueLines } from "./cue-lines.ts";
import { id3Fields } from "./id3-fields.ts";
import { loopFields, peakLines, samplerLines } from "./sample-lines.ts";
import { fieldLines, tableLines, textLines } from "./table.ts";

/** Metadata for people: a section for each kind, with an empty line before it. */
export function metadataLines(metadata: WavMetadata, { sampleRate }: Pick<Wav, "sampleRate">): string[] {
  const { info, bext, cues, sampler, instrument, acid, cart, peaks, chna, axml, ixml, id3, others } =
    metadata;
  const infoFields = Object.entries(info ?? {}).map(
    ([id, text]) => [`${id}  ${INFO_NAMES[id] ?? ""}`.trimEnd(), text] as const,
  );
  return [
    ...section("INFO", info && fieldLines(infoFields)),
    ...section("bext", bext && fieldLines(broadcastFields(bext, sampleRate))),
    ...section("cue points", cues && cueLines(cues, sampleRate)),
    ...section("sampler", sampler && samplerLines(sampler, sampleRate)),
    ...section("instrument", instrument && fieldLines(instrumentFields(instrument))),
    ...section("acid", acid && fieldLines(loopFields(acid))),
    ...section("cart", cart && fieldLines(cartFields(cart, sampleRate))),
    ...section("peaks", peaks && peakLines(peaks, sampleRate)),
    ...section(
      "chna",
      chna &&
        tableLines(
          chna,
          ["right", "left", "left", "left"],
          ["track", "uid", "track format", "pack format"],
          ({ trackIndex, uid, trackRef, packRef }) => [String(trackIndex), uid, trackRef, packRef],
        ),
    ),
    ...section(`iXML, ${ixml?.length} characters`, ixml === undefined ? undefined : xmlLines(ixml)),
    ...section(`axml, ${axml?.length} characters`, axml === undefined ? undefined : xmlLines(axml)),
    ...section(`ID3v2.${id3?.version}`, id3 && fieldLines(id3Fields(id3))),
    ...section(
      "other chunks",
      others &&
        tableLines(
          others,
          ["left", "right", "right"],
          ["chunk", "offset", "size"],
          ({ id, listType = "", found, body }) => [
            `${id} ${listType}`.trimEnd(),
            String(found?.offset ?? ""),
            String(body.size),
          ],
        ),
    ),
  ];
}

function section(heading: string, lines: readonly string[] | undefined): string[] {
  return lines ? ["", heading, ...lines.map((line) => `  ${line}`)] : [];
}

/** As much of a text is put into lines. */
const XML_HEAD_CHARACTERS = 10_000;

/** The first elements, each in a line of its own, without the declaration. */
function xmlLines(xml: string): string[] {
  const head = xml.slice(0, XML_HEAD_CHARACTERS);
  const elements = head.replace(/^\s*<\?xml[^>]*>\s*/, "").replace(/>\s*</g, ">\n<");
  // The rest is there for its length alone.
  return textLines(elements + xml.slice(XML_HEAD_CHARACTERS));
}
