import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSegmentList } from "../../../src/jobs/snippets/segment-list/index.ts";
import { errorOf } from "./segment-list-error.ts";

const parse = (text: string) => parseSegmentList(text, { format: "csv", name: "talk.csv" });

describe("CSV", () => {
  it("reads the columns in any order and case, and ignores the ones that it does not know", () => {
    const text = "Text,END,note,Speaker,Start,classification\nHello,2.5,x,Ann,1,greeting\n";
    expect(parse(text)).toEqual([
      { start: 1, end: 2.5, speaker: "Ann", text: "Hello", classification: "greeting" },
    ]);
  });

  it("reads start_time and end_time, and clock times", () => {
    const text = "start_time;end_time\n0:01.5;1:02:03.250\n00:00:01,5;62\n";
    expect(parse(text)).toMatchObject([
      { start: 1.5, end: 3723.25 },
      { start: 1.5, end: 62 },
    ]);
  });

  it("reads a duration where there is no end", () => {
    expect(parse("start\tend\tduration\n1\t\t0.5\n1\t4\t0.5\n")).toMatchObject([{ end: 1.5 }, { end: 4 }]);
  });

  it.each([",", ";", "\t"])("tells the separator %j from the header", (separator) => {
    const rows = [
      ["start", "end", "text"],
      ["1", "2", "a"],
    ];
    expect(parse(rows.map((row) => row.join(separator)).join("\n"))).toMatchObject([
      { start: 1, end: 2, text: "a" },
    ]);
  });

  it("takes decimal commas where the semicolon separates", () => {
    expect(parse("start;end\n1,5;2,25\n")).toMatchObject([{ start: 1.5, end: 2.25 }]);
  });

  it("makes a time that is none NaN, and goes on", () => {
    expect(parse("start,end\nsoon,2\n,\n,3\n4,5\n")).toMatchObject([
      { start: Number.NaN, end: 2 },
      { start: Number.NaN, end: 3 },
      { start: 4, end: 5 },
    ]);
    expect(parse("start,duration\n4,long\n")).toMatchObject([{ start: 4, end: Number.NaN }]);
  });

  it("keeps a negative time and an exponent as the numbers that they are", () => {
    expect(parse("start,end\n-0.5,3e-05\n")).toMatchObject([{ start: -0.5, end: 0.00003 }]);
  });

  it("makes what is missing null", () => {
    expect(parse("start,end,speaker,text\n1,2\n")).toEqual([
      { start: 1, end: 2, speaker: null, text: null, classification: null },
    ]);
  });

  it("takes a quote within a cell as it stands", () => {
    expect(parse('start,end,text\n1,2,He said "no" twice\n')).toMatchObject([{ text: 'He said "no" twice' }]);
  });

  it("gives back every table that is written with the quotes of RFC 4180", () => {
    const columns = ["start", "end", "speaker", "text", "classification", 'a "note",;\t\nof ours'] as const;
    const time = fc.double({ min: 0, max: 1e6, noNaN: true });
    const words = fc.string({
      unit: fc.constantFrom("a", " ", '"', ",", ";", "\t", "\n", "\r", "\r\n", "é", "\ufeff"),
    });
    const row = fc.record({
      start: time,
      end: time,
      speaker: words,
      text: words,
      classification: words,
      'a "note",;\t\nof ours': words,
    });
    const table = fc.record({
      header: fc.shuffledSubarray([...columns], { minLength: columns.length }),
      rows: fc.array(row),
      separator: fc.constantFrom(",", ";", "\t"),
      lineBreak: fc.constantFrom("\r\n", "\n"),
      ending: fc.boolean(),
      quoteAll: fc.boolean(),
    });
    fc.assert(
      fc.property(table, ({ header, rows, separator, lineBreak, ending, quoteAll }) => {
        const cell = (value: unknown) => {
          const content = String(value);
          return quoteAll || /[",;\t\r\n]/.test(content) ? `"${content.replaceAll('"', '""')}"` : content;
        };
        const lines = [header, ...rows.map((entry) => header.map((name) => entry[name]))];
        const text =
          lines.map((line) => line.map(cell).join(separator)).join(lineBreak) + (ending ? lineBreak : "");
        expect(parse(text)).toEqual(
          rows.map((entry) => ({
            start: entry.start,
            end: entry.end,
            speaker: entry.speaker || null,
            text: entry.text || null,
            classification: entry.classification || null,
          })),
        );
      }),
    );
  });

  it("gives no segments for a header alone", () => {
    expect(parse("start,end,speaker")).toEqual([]);
  });

  it.each(["0,1,Ann\n", "begin,finish\n0,1\n", "start,speaker\n0,Ann\n"])(
    "wants a header, unlike %j",
    (text) => {
      const error = errorOf(() => parse(`\n${text}`));
      expect(error.code).toBe("segments/no-header");
      expect(error.message).toBe(
        'talk.csv, line 2: expected a header row with "start" and "end" (or "duration"), got ' +
          JSON.stringify(text.split("\n")[0]),
      );
    },
  );

  it("refuses a row with more cells than the header, rather than to lose the rest of a text", () => {
    const error = errorOf(() => parse('start,end,text\n0,1,"two\nlines"\n1,2,Well, no\n'));
    expect(error.code).toBe("segments/bad-line");
    expect(error.message).toBe(
      'talk.csv, line 4: expected at most 3 cells, as in the header, got "1,2,Well, no"',
    );
  });

  it.each(['"never closed', '"closed" too early'])("refuses the cell %s", (cell) => {
    const error = errorOf(() => parse(`start,end,text\n0,1,fine\n1,2,${cell}\n`));
    expect(error.code).toBe("segments/bad-line");
    expect(error.message).toBe(
      "talk.csv, line 3: expected a quoted cell that ends with its quote, quotes within it doubled, got " +
        JSON.stringify(cell),
    );
  });
});
