// The JSON form of moby's default profiles, as far as the generators read it.
export interface RawConditions {
  caps?: string[];
  arches?: string[];
  minKernel?: string;
}

export interface RawRule {
  name?: string;
  names?: string[];
  action: string;
  errnoRet?: number;
  args?: { index: number; value: number; valueTwo?: number; op: string }[] | null;
  includes?: RawConditions;
  excludes?: RawConditions;
}

export interface RawProfile {
  defaultAction: string;
  defaultErrnoRet?: number;
  architectures?: string[];
  archMap?: { architecture: string; subArchitectures?: string[] | null }[];
  syscalls: RawRule[];
}
