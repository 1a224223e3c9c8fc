import type { Command } from "commander";
import { several } from "../option-value.ts";
import type { CommandContext } from "./command-context.ts";
import { encodingOption, withCommonOptions } from "./shared-options.ts";

/** The arguments of `longwave tag`. */
export function addTag(root: Command, { signal, fail }: CommandContext): void {
  const command = root
    .command("tag")
    .description("Changes tags and markers, in place unless told otherwise. The audio stays as it is.")
    .usage("<file...> [options]")
    .argument("<file...>", "the WAV files; with -o one, which may be a URL")
    .optionsGroup("What to change:")
    .option("--set <field=value>", "give a field a value; may be repeated, as all of these", several)
    .option("--remove <field>", "remove a field, or a whole such as INFO, bext, cues, all", several)
    .option("--cue <time[:label]>", "add a cue point", several)
    .option("--region <from-to[:label]>", "add a region", several)
    .option("--clear-cues", "remove the cue points and regions that there are")
    .addOption(encodingOption())
    .optionsGroup("Where:")
    .option("-o, --output <file>", "write a new file; - for standard output")
    .option("--rewrite", "replace the file by a new one, when it is complete")
    .option("--dry-run", "show what would be changed, and change nothing")
    .optionsGroup("Options:");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Fields: INFO:INAM (or INFO:title) and its like; bext:description,
bext:originator, bext:timeReference and its like; cart:title and its like;
id3:TIT2 and its like; ixml=@FILE, axml=@FILE. A field that is not known is
an error that lists those that are. Times are seconds or h:mm:ss.mmm.

Examples:
  longwave tag take.wav --set INFO:INAM="The interview" --set INFO:IART=Ada
  longwave tag take.wav --cue 12.5:question --region 12.5-15:answer
  longwave tag take.wav --set bext:timeReference=10:05:00 --remove INFO:ICMT
  longwave tag *.wav --set INFO:ICOP="2026 Ada" --dry-run`,
    )
    .action(async (files: string[], options) => {
      const { tag } = await import("../tag.ts");
      if (!(await tag(files, { ...options, headers: options.header ?? [], signal }))) fail();
    });
}
