// The published vectors, read from the paths that pytest gives in the environment.

import { readFileSync } from "node:fs";

/** Read one of the files: `RFC9474`, `SPECCHECK` or `PB1`. */
export const vectors = (name) => JSON.parse(readFileSync(process.env[`CONCEJO_TEST_${name}`], "utf8"));
