import type { VersionBoundary } from "../../src/image/exact-version.js";
import type { SuiteForm } from "../../src/image/suite-form.js";
import type { TagHistory } from "../../src/image/tag-history.js";

/** The boundaries that the exact versions with any of some suffixes have in common. */
export interface VersionClass {
  suffixes: string[];
  boundaries: VersionBoundary[];
}

/** What the table says of one image. */
export interface ImageTimeline {
  name: string;
  /** Tags whose history the other rules do not give. */
  floating: Map<string, TagHistory>;
  versions: VersionClass[];
  /** Tag to the forms of it with a release's name that were listed when the tag was listed last. */
  suites: Map<string, SuiteForm[]>;
}
