// Loaded before a program whose memory is measured: writes the most that it had, in KiB.
const { writeFileSync } = require("node:fs");
process.on("exit", () => {
  writeFileSync(process.env.MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
