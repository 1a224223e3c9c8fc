import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** What a folder of src/ may import beside itself: the table of the design. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  stream: [],
  dsp: [],
  audio: ["stream", "dsp"],
  wav: ["audio", "stream", "dsp"],
  transcode: ["wav", "audio", "stream", "dsp"],
  jobs: ["transcode", "wav", "audio", "stream", "dsp"],
  server: ["jobs", "transcode", "wav", "audio", "stream", "dsp"],
  cli: ["server", "jobs", "transcode", "wav", "audio", "stream", "dsp"],
};

/** How failures and bad options are said, which is the same on all floors. */
const SAID_ALIKE = [
  "src/stream/error.ts",
  "src/stream/choice-option.ts",
  "src/stream/integer-option.ts",
  "src/stream/number-option.ts",
];

/** Floors 0 to 2: they run in browsers and depend on nothing. */
const CORE = ["stream", "dsp", "audio", "wav"];

/** The faces, which run in Node alone. */
const NODE_FACES = ["cli", "server"];

const MOST_LINES = 400;

/** What a file is doing that passes a number through 32 bits, and why the number has no more. */
const BITWISE: Readonly<Record<string, string>> = {
  "src/dsp/level/noise.ts: word ^ key": "32 bits of a hash; those of the frame were split off before",
  "src/dsp/level/noise.ts: bits >>> 11": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits >>> 14": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits >>> 15": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits >>> 16": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits >>> 17": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits ^ (bits >>> 15)": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits ^ (bits >>> 11)": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits ^ (bits >>> 11) ^ secondKey": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits ^ (bits >>> 14)": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits ^ (bits >>> 17)": "32 bits of a hash",
  "src/dsp/level/noise.ts: bits & 0xffff": "32 bits of a hash",
  "src/dsp/level/noise.ts: hash(word + n - from, key, secondKey) >>> 0": "32 bits of a hash",
  "src/stream/concat.ts: (low + high + 1) >> 1": "an index into a list of parts",
  "src/stream/node/descriptor.ts: 1 << 30": "a constant",
  "src/stream/node/descriptor.ts: fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0)":
    "flags of a system call",
  "src/stream/node/file-sink.ts: existing.mode & 0o7777": "the permissions of a file",
  "src/wav/not-wav.ts: (head[1] ?? 0) & 0xe0": "one byte",
  "src/wav/metadata/id3.ts: flags & UNSYNCHRONISED_TAG": "a byte of flags",
  "src/wav/metadata/id3.ts: flags & EXTENDED_HEADER": "a byte of flags",
  "src/wav/metadata/id3.ts: (body[5] ?? 0) & EXTENDED_HEADER": "a byte of flags",
  "src/wav/metadata/id3.ts: flags & opaque": "two bytes of flags",
  "src/wav/metadata/id3.ts: writtenFlags & UNSYNCHRONISED_FRAME": "two bytes of flags",
  "src/wav/metadata/id3.ts: writtenFlags & ~UNSYNCHRONISED_FRAME": "two bytes of flags",
  "src/wav/metadata/id3.ts: ~UNSYNCHRONISED_FRAME": "a constant",
  "src/wav/metadata/id3.ts: flags & DATA_LENGTH": "two bytes of flags",
  "src/wav/metadata/id3.ts: flags & LAYOUTS[4].opaque": "two bytes of flags",
  "src/wav/metadata/id3.ts: flags & ~DATA_LENGTH": "two bytes of flags",
  "src/wav/metadata/id3.ts: ~DATA_LENGTH": "a constant",
};

/**
 * Here bits are the work: samples and codes of at most 64 bits, in halves, and positions within a block. No offset or size
 * of a file passes through here.
 */
const CODECS = "src/wav/codec/";

/** Globals that Node has and browsers do not. */
const NODE_GLOBALS = [
  "Buffer",
  "NodeJS",
  "__dirname",
  "__filename",
  "clearImmediate",
  "exports",
  "global",
  "module",
  "process",
  "require",
  "setImmediate",
];

/** Packages that whoever wants what needs them installs beside this one. */
const OPTIONAL_PEERS = optionalPeers();

/** What a test of the core may import of others and still run in a browser. */
const TEST_PACKAGES = ["vitest", "fast-check", "wavefile"];

interface SourceFile {
  /** From the root of the package, for example `"src/wav/wav.ts"`. */
  readonly path: string;
  /** The folder of src/ that it lies in, or `""` for the entries. */
  readonly floor: string;
  readonly text: string;
  /** Whether it may use Node: it lies in a folder or a file named `node`, or it is a face. */
  readonly isForNode: boolean;
}

const files: SourceFile[] = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => {
    const path = join("src", name);
    const parts = name.replace(/\.ts$/, "").split("/");
    const floor = parts.length > 1 ? (parts[0] ?? "") : "";
    return {
      path,
      floor,
      text: readFileSync(path, "utf8"),
      isForNode: parts.includes("node") || NODE_FACES.includes(floor),
    };
  });

/** Everything that a file imports, exports from elsewhere, or imports later. */
function importsOf({
  path,
  text,
}: SourceFile): { readonly name: string; readonly target: string | undefined }[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName: name }) => ({
    name,
    target: name.startsWith(".") ? normalize(join(dirname(path), name)) : undefined,
  }));
}

function floorOf(path: string): string {
  const [, floor = "", ...rest] = path.split("/");
  return rest.length > 0 ? floor : "";
}

const parsed = new Map<string, ts.SourceFile>();

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

function parse({ path, text }: SourceFile): ts.SourceFile {
  const known = parsed.get(path) ?? ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  parsed.set(path, known);
  return known;
}

describe("the house", () => {
  test("has the floors of the design and no others", () => {
    const floors = new Set(files.map(({ floor }) => floor).filter((floor) => floor !== ""));
    expect([...floors].filter((floor) => !(floor in FLOORS))).toEqual([]);
  });

  test("every import goes down the floors", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .map(({ target }) => target)
        .filter((target) => target !== undefined)
        .filter((target) => !SAID_ALIKE.includes(target))
        .filter((target) => {
          const floor = floorOf(target);
          // The entries stand above the floors.
          return file.floor === "" ? false : floor !== file.floor && !FLOORS[file.floor]?.includes(floor);
        })
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("no files import each other in a circle", () => {
    const imports = new Map(
      files.map((file) => [file.path, importsOf(file).map(({ target = "" }) => target)]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" → "));
      if (done.has(path)) return;
      done.add(path);
      for (const next of imports.get(path) ?? []) visit(next, [...way, path]);
    };
    for (const path of imports.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  test("the browser-safe face is floors 0 to 2", () => {
    const index = files.find(({ path }) => path === "src/index.ts");
    const floors = index ? importsOf(index).map(({ target = "" }) => floorOf(target)) : [];
    expect(floors.length).toBeGreaterThan(0);
    expect(floors.filter((floor) => !CORE.includes(floor))).toEqual([]);
  });

  test("Node's modules are imported under a name `node`, by the command and by the server alone", () => {
    const wrong = files.filter(
      (file) => !file.isForNode && importsOf(file).some(({ name }) => isNodeModule(name)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test("what is for Node is imported by what is for Node alone", () => {
    const nodeFiles = new Set(files.filter(({ isForNode }) => isForNode).map(({ path }) => path));
    const wrong = files
      .filter(({ isForNode }) => !isForNode)
      .filter((file) => importsOf(file).some(({ target }) => target !== undefined && nodeFiles.has(target)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test("floors 0 to 2 use no global of Node's", () => {
    const wrong = files
      .filter(({ floor, isForNode }) => CORE.includes(floor) && !isForNode)
      .flatMap((file) =>
        [...nodesOf(parse(file))].filter(isNodeGlobal).map((node) => `${file.path}: ${node.getText()}`),
      );
    expect(wrong).toEqual([]);
  });

  test("floors 0 to 2 import no package, but for optional ones, which what is for Node waits for when it needs them", () => {
    const wrong = files
      .filter(({ floor }) => CORE.includes(floor))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ name, target }) => target === undefined && !isNodeModule(name))
          .filter(
            ({ name }) => !(file.isForNode && OPTIONAL_PEERS.includes(name) && isOnlyAwaited(file, name)),
          )
          .map(({ name }) => `${file.path} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  test("no file is a drawer for what has no place", () => {
    const drawers = /^(?:utils?|helpers?|misc|common|shared|tools?)\.ts$/;
    expect(files.filter(({ path }) => drawers.test(basename(path))).map(({ path }) => path)).toEqual([]);
  });

  test.each(["src", "test", "bench", "scripts", "demo"])(
    `no file of %s has more than ${MOST_LINES} lines`,
    (folder) => {
      const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        /\.m?ts$|\.m?js$/.test(name),
      );
      const linesOf = (name: string) => readFileSync(join(folder, name), "utf8").split("\n").length - 1;
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => linesOf(name) > MOST_LINES)).toEqual([]);
    },
  );

  test("no number passes through 32 bits, but for a few that are small", () => {
    const found = files
      .filter(({ path }) => !path.startsWith(CODECS))
      .flatMap((file) =>
        [...nodesOf(parse(file))].filter(isBitwise).map((node) => `${file.path}: ${node.getText()}`),
      );
    expect(found.filter((place) => !(place in BITWISE))).toEqual([]);
    expect(Object.keys(BITWISE).filter((place) => !found.includes(place))).toEqual([]);
  });
});

describe("the tests of floors 0 to 2", () => {
  const tests = readdirSync("test", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts") && CORE.includes(floorOf(join("test", name))))
    .map((name) => join("test", name));
  const needsOf = new Map(tests.map((path) => [path, needsOfNode(path)]));

  test("run in a browser, but for those that are named *.node.test.ts", () => {
    const inBrowsers = tests.filter((path) => !path.endsWith(".node.test.ts"));
    expect(inBrowsers.length).toBeGreaterThan(0);
    expect(inBrowsers.flatMap((path) => needsOf.get(path))).toEqual([]);
  });

  test("are named so only where something in them needs Node", () => {
    const inNode = tests.filter((path) => path.endsWith(".node.test.ts"));
    expect(inNode.filter((path) => needsOf.get(path)?.length === 0)).toEqual([]);
  });
});

describe("every export", () => {
  const entries = ["src/index.ts", "src/node.ts", "src/jobs/index.ts"];
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile("tsconfig.json", ts.sys.readFile).config,
    ts.sys,
    ".",
  );
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();

  test.each(entries)("of %s has a doc comment", (entry) => {
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    const exported = module ? checker.getExportsOfModule(module) : [];
    expect(exported.length).toBeGreaterThan(0);
    const isDocumented = (symbol: ts.Symbol) => symbol.getDocumentationComment(checker).length > 0;
    const undocumented = exported
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .filter((symbol) => !isDocumented(symbol))
      // Options are explained one by one; `signal` means the same everywhere.
      .filter((symbol) => {
        const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
        const isExplained = members.every((member) => isDocumented(member) || member.name === "signal");
        return !(symbol.name.endsWith("Options") && members.length > 0 && isExplained);
      });
    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });
});

/** What a test, or anything in the folders of tests that it imports, needs of Node. */
function needsOfNode(path: string, seen: Set<string> = new Set()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const { needs, imported } = ownNeeds(path);
  return [...needs, ...imported.flatMap((target) => needsOfNode(target, seen))];
}

const knownNeeds = new Map<string, { readonly needs: string[]; readonly imported: string[] }>();

/** What a file itself needs of Node, and which files of the tests it imports. Most tests import the same few. */
function ownNeeds(path: string) {
  const known = knownNeeds.get(path);
  if (known !== undefined) return known;
  const file = { path, floor: "", isForNode: false, text: readFileSync(path, "utf8") };
  const needs = [...nodesOf(parse(file))].filter(isNodeGlobal).map((node) => `${path}: ${node.getText()}`);
  const imported: string[] = [];
  for (const { name, target } of importsOf(file)) {
    const isForNode =
      target === undefined ? !TEST_PACKAGES.includes(name) : /(^|\/)node(\/|\.ts$)/.test(target);
    if (isForNode) needs.push(`${path} imports ${name}`);
    else if (target?.startsWith("test/")) imported.push(target);
  }
  const found = { needs, imported };
  knownNeeds.set(path, found);
  return found;
}

function optionalPeers(): string[] {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = JSON.parse(
    readFileSync("package.json", "utf8"),
  ) as {
    peerDependencies?: Record<string, string>;
    peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  };
  return Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional === true);
}

/** Whether a package is named in `await import(...)` and nowhere else, not even for a type. */
function isOnlyAwaited(file: SourceFile, name: string): boolean {
  const names = [...nodesOf(parse(file))].filter(
    (node) => ts.isStringLiteralLike(node) && node.text === name,
  );
  return names.every(
    ({ parent }) =>
      ts.isCallExpression(parent) &&
      parent.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isAwaitExpression(parent.parent),
  );
}

function isNodeModule(name: string): boolean {
  return name.startsWith("node:");
}

/** A name that stands for a value or a type by itself, and is no property and no name that is being given. */
function isNodeGlobal(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || !NODE_GLOBALS.includes(node.text)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  // A name of another file's, as `process` of the audio floor.
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  const isName = "name" in parent && parent.name === node;
  return !isName || ts.isShorthandPropertyAssignment(parent) || ts.isBindingElement(parent);
}

const BITWISE_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  ts.SyntaxKind.BarEqualsToken,
  ts.SyntaxKind.AmpersandEqualsToken,
  ts.SyntaxKind.CaretEqualsToken,
  ts.SyntaxKind.LessThanLessThanEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken,
]);

function isBitwise(node: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.TildeToken;
  return ts.isBinaryExpression(node) && BITWISE_OPERATORS.has(node.operatorToken.kind);
}
