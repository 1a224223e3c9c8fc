import { expect, test } from "vitest";
import { longwave } from "../helpers/cli-command.ts";

const { version } = (await import("../../package.json", { with: { type: "json" } })).default;

test("without a command the help goes to standard error, with exit code 2", async () => {
  const { code, stdout, stderr } = await longwave([]);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^Usage: longwave /);
});

test.each([
  [["frobnicate"], "error: unknown command 'frobnicate'; see longwave --help (cli/usage)\n"],
  [["joyn"], "error: unknown command 'joyn' (Did you mean join?); see longwave --help (cli/usage)\n"],
  [["--frob"], "error: unknown option '--frob'; see longwave --help (cli/usage)\n"],
  [["info", "a.wav", "--frob"], "error: unknown option '--frob'; see longwave info --help (cli/usage)\n"],
  [["info"], "error: missing required argument 'source'; see longwave info --help (cli/usage)\n"],
  [
    ["info", "a.wav", "b.wav"],
    "error: too many arguments for 'info'. Expected 1 argument but got 2; see longwave info --help (cli/usage)\n",
  ],
  [
    ["cut", "a.wav"],
    "error: expected -o FILE for one clip, or --segments FILE --out DIR; see longwave cut --help (cli/usage)\n",
  ],
  [
    ["cut", "a.wav", "--segments", "a.json"],
    "error: --segments needs --out, the folder for the clips; see longwave cut --help (cli/usage)\n",
  ],
  [["tag"], "error: missing required argument 'file'; see longwave tag --help (cli/usage)\n"],
  [
    ["tag", "a.wav", "--encoding", "utf-8"],
    "error: expected a change: --set, --remove, --cue, --region or --clear-cues; see longwave tag --help (cli/usage)\n",
  ],
  [["repair"], "error: missing required argument 'file'; see longwave repair --help (cli/usage)\n"],
])("%j is wrong usage, told in one line, with exit code 2", async (args, message) => {
  expect(await longwave(args)).toMatchObject({ code: 2, stdout: "", stderr: message });
});

test.each([
  ["--from", "soon", "Expected a time, such as 12.5, 250ms or 1:02:03.5"],
  ["--from", "-1", "Expected a time, such as 12.5, 250ms or 1:02:03.5"],
  ["--to", "1:75", "Expected a time, such as 12.5, 250ms or 1:02:03.5"],
  ["--concurrency", "0", "Expected an integer from 1 to 64"],
  ["--concurrency", "2.5", "Expected an integer from 1 to 64"],
  ["--concurrency", "", "Expected an integer from 1 to 64"],
  ["--timeout", "0", "Expected more than 0 seconds, such as 1.5s or 250ms"],
  ["--timeout", "soon", "Expected seconds, such as 1.5s or 250ms"],
  ["--metadata", "some", "Allowed choices are keep, none"],
  ["--mode", "fast", "Allowed choices are streaming, legacy"],
  ["--segments-format", "xml", "Allowed choices are json, csv, srt, vtt, rttm, audacity"],
  ["-H", "no colon", 'Expected "Name: value"'],
  ["-H", "two words: value", 'Expected "Name: value"'],
  ["-H", "X-Split: one\r\nX-Other: two", 'Expected "Name: value"'],
])("cut %s %j is wrong usage, and the error says what is expected", async (option, value, expected) => {
  const { code, stdout, stderr } = await longwave(["cut", "a.wav", "-o", "b.wav", option, value]);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(
    /^error: option '.*' argument '[^']*' is invalid\. .*; see longwave cut --help \(cli\/usage\)\n$/,
  );
  expect(stderr).toContain(`is invalid. ${expected}; see`);
});

test.each([
  [["--out", "clips"], "--out has no meaning together with -o"],
  [["--session", "one"], "--session has no meaning together with -o"],
  [["--mode", "legacy"], "--mode has no meaning together with -o"],
  [["--concurrency", "2"], "--concurrency has no meaning together with -o"],
  [["--timeout", "2"], "--timeout has no meaning together with -o"],
  [["--segments-format", "csv"], "--segments-format has no meaning together with -o"],
  [["--clean"], "--clean has no meaning together with -o"],
  [["--append"], "--append has no meaning together with -o"],
  [["--durable"], "--durable has no meaning together with -o"],
  [["--segments", "a.json", "--out", "clips"], "--output has no meaning together with --segments"],
])("cut -o with %j is wrong usage", async (args, message) => {
  expect(await longwave(["cut", "a.wav", "-o", "b.wav", ...args])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: `error: ${message}; see longwave cut --help (cli/usage)\n`,
  });
});

test.each(["--from", "--to"])("cut --segments with %s is wrong usage", async (option) => {
  const { code, stderr } = await longwave([
    "cut",
    "a.wav",
    "--segments",
    "a.json",
    "--out",
    "clips",
    option,
    "5",
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain(`${option} has no meaning together with --segments`);
});

test.each([[[]], [["info"]], [["cut"]], [["join"]], [["tag"]], [["repair"]]])(
  "the help of %j has examples, fits into 80 columns, and exits with 0",
  async (command) => {
    const { code, stdout, stderr } = await longwave([...command, "--help"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toMatch(new RegExp(`^Usage: ${["longwave", ...command].join(" ")} `));
    const examples = stdout.slice(stdout.indexOf("\nExamples:\n"));
    expect(examples).toContain(`\n  ${["longwave", ...command].join(" ")} `);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  },
);

test("help cut is cut --help", async () => {
  const [one, other] = await Promise.all([longwave(["help", "cut"]), longwave(["cut", "--help"])]);
  expect(one).toEqual(other);
});

test("--version prints the package's version", async () => {
  expect(await longwave(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
});
