// How a measurement is described. `WORK` in words stands for a writable directory of the run.
export interface ProgramCase {
  cause: "EPERM" | "EAGAIN" | "ENOMEM";
  words: string[];
  /** Which printed lines are kept. */
  lines: RegExp;
  /** RLIMIT_NPROC for an ordinary user. */
  processes?: number;
  /** RLIMIT_AS in MiB. */
  addressSpace?: number;
  user?: "root" | "ordinary";
  environment?: Record<string, string>;
  outcome?: string;
}

export interface MeasuredProgram {
  name: string;
  executable: string;
  /** The name in the recording where it differs. */
  recordAs?: string;
  version?: string;
  versionArguments?: string[];
  build?: { compiler: string; suffix: string; source: string; flags: string[] };
  /** Shell commands that prepare the cases and counts. */
  before?: string[];
  cases: ProgramCase[];
  /** Commands that run on, whose processes and threads are counted. */
  counts?: Record<string, string[]>;
}
