const NAMES =
  "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP " +
  "TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX";

/** Whether BuildKit takes the text as a signal on Linux (github.com/moby/sys/signal): a number or a name. */
export function isSignal(text: string): boolean {
  if (/^[+-]?[0-9]+$/.test(text)) return Number(text) !== 0 && Math.abs(Number(text)) < 2 ** 63;
  const name = text.toUpperCase().replace(/^SIG/, "");
  if (NAMES.split(" ").includes(name)) return true;
  const realTime = /^(?:RTMIN\+|RTMAX-)([1-9][0-9]?)$/.exec(name);
  return realTime !== null && Number(realTime[1]) <= (name.startsWith("RTMIN") ? 15 : 14);
}
