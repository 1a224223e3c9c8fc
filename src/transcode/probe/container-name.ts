import type { ProbeReport } from "./probe-report.ts";

/** Demuxers that only ever stand for files of one usual ending, where that is not their own name. */
const ENDINGS: Readonly<Record<string, string>> = {
  asf: "wma",
  mpegts: "ts",
  mpeg: "mpg",
  rm: "ra",
};

/** Video codecs that a WebM may hold (WebM container guidelines, "Supported codecs"). */
const WEBM_CODECS: ReadonlySet<string> = new Set(["vp8", "vp9", "av1", "opus", "vorbis", "webvtt"]);

/** Whether the file has a film, not just a cover. */
function hasFilm(report: ProbeReport): boolean {
  return (report.streams ?? []).some(
    ({ codec_type, disposition }) => codec_type === "video" && disposition?.["attached_pic"] !== 1,
  );
}

/** Whether the file is called so; counts only between names that its content allows. */
function endsIn(report: ProbeReport, ending: string): boolean {
  return report.format?.filename?.toLowerCase().endsWith(`.${ending}`) === true;
}

function codecsOf(report: ProbeReport): string[] {
  return (report.streams ?? [])
    .filter(({ disposition }) => disposition?.["attached_pic"] !== 1)
    .map(({ codec_name }) => codec_name ?? "unknown");
}

/**
 * MP4 and its kin, told apart by the major brand of the `ftyp` box (ISO/IEC 14496-12 §4.3; the registered
 * brands of mp4ra.org). A file without `ftyp` is QuickTime as it was before there were brands.
 */
function isoName(report: ProbeReport): string {
  const brand = report.format?.tags?.["major_brand"]?.trim() ?? "qt";
  if (brand === "qt") return "mov";
  if (hasFilm(report)) return brand.startsWith("3g") ? "3gp" : "mp4";
  if (brand.startsWith("3g")) return "3gp";
  // Audio books have a brand of their own, which few programs write.
  return brand === "M4B" || endsIn(report, "m4b") ? "m4b" : "m4a";
}

/**
 * ffprobe does not tell the document type of an EBML header, so WebM is what has only WebM's codecs and is not
 * called otherwise.
 */
function matroskaName(report: ProbeReport): string {
  const name = hasFilm(report) ? "mkv" : "mka";
  const couldBeWebm = codecsOf(report).every((codec) => WEBM_CODECS.has(codec));
  return couldBeWebm && !endsIn(report, name) ? "webm" : name;
}

function oggName(report: ProbeReport): string {
  const codecs = codecsOf(report);
  if (hasFilm(report)) return "ogv";
  if (codecs.includes("opus")) return "opus";
  return codecs.includes("speex") ? "spx" : "ogg";
}

/**
 * A file's container by its usual ending, out of what ffprobe says of it; ffmpeg's own first name for it where
 * no ending is usual.
 */
export function containerName(report: ProbeReport): string {
  const names = report.format?.format_name?.split(",") ?? [];
  const name = names[0] ?? "unknown";
  if (names.includes("mp4")) return isoName(report);
  if (names.includes("webm")) return matroskaName(report);
  if (name === "ogg") return oggName(report);
  if (name === "mp3") return codecsOf(report).includes("mp2") ? "mp2" : "mp3";
  return ENDINGS[name] ?? name;
}

/**
 * Whether a container, by the name that it has here, is MPEG-4 or QuickTime, whose edit lists say where sound
 * begins and ends.
 */
export function isMpeg4(container: string): boolean {
  return ["m4a", "m4b", "mp4", "mov", "m4v", "3gp"].includes(container);
}
