/**
 * Files of the corpus that are not read as its truth says, each with the reason. A file that is not listed has to be read
 * so, and one that is listed has to differ.
 */
export const EXCEPTIONS: Readonly<Record<string, string>> = {};
