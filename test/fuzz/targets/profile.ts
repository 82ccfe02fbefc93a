import assert from "node:assert/strict";
import { containerCapabilities } from "../../../src/seccomp/capabilities.js";
import { defaultProfile, defaultProfileNames } from "../../../src/seccomp/default-profile.js";
import { evaluate, syscallNumber } from "../../../src/seccomp/evaluate.js";
import type { EvaluationContext } from "../../../src/seccomp/evaluation-context.js";
import { readProfile } from "../../../src/seccomp/read-profile.js";
import { SYSCALL_ABI } from "../../../src/seccomp/syscall-abi.js";
import { profileText } from "../../../src/seccomp/write-profile.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";

const contexts: readonly EvaluationContext[] = (["amd64", "arm64", "arm", "386"] as const).flatMap((architecture) =>
  ([["18.09.9", "1.0.0-rc8"], ["20.10.9", "1.0.2"], ["29.4.2", "1.3.0"]] as const).map(([engine, runc]) => ({
    engine, runc, libseccomp: "2.5", architecture, kernel: "5.10", capabilities: containerCapabilities([], []),
  })),
);

const small = '{"defaultAction":"SCMP_ACT_ERRNO","archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]}],"syscalls":[\n{"names":["read","clone3"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":1,"valueTwo":2,"op":"SCMP_CMP_MASKED_EQ"}],"includes":{"caps":["CAP_SYS_ADMIN"],"minKernel":"4.8"}},\n{"name":"clone","action":"SCMP_ACT_ERRNO","errnoRet":38}\n]}\n';

export const profile: FuzzTarget = {
  seeds: () => [small, small, ...defaultProfileNames().slice(-4).flatMap((name) => {
    const found = defaultProfile(name);
    return found === null ? [] : [profileText(found)];
  })],
  pieces: [
    '{"names":["clone3"],"action":"SCMP_ACT_TRACE"},', '"errnoRet": 99999999999,', '"defaultErrnoRet": -1,', '"value": 18446744073709551616,', '"op": "SCMP_CMP_NE"', '"index": 7,', '"includes": {"minKernel": "x.y"},',
    '"excludes": {"arches": ["amd64"]},', '"flags": ["SECCOMP_FILTER_FLAG_LOG"],', '"architectures": ["SCMP_ARCH_X32"],', "null", "1e5", "[{}]", '"names": []', "\\ud800", "\\u0000", "// x\n", '"DEFAULTACTION": "x",',
  ],
  check(text) {
    const { profile: read, problems } = readProfile(text);
    for (const { code, range, message } of problems) {
      assertPlace(code, text, range);
      assert.match(message, /[.!?]$/u);
    }
    if (read === null) return;
    for (const context of contexts) {
      const abi = SYSCALL_ABI[context.architecture];
      for (const name of ["clone", "clone3", "read", "io_uring_setup"]) evaluate(read, context, { abi, number: syscallNumber(name, abi) ?? -1 });
    }
    const again = readProfile(profileText(read)).profile;
    assert.deepEqual(again, read, "a profile that is written and read again is another one");
  },
};
